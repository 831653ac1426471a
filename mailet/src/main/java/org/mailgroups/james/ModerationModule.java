// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import javax.inject.Singleton;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.utils.PropertiesProvider;
import org.mailgroups.distribution.Identities;
import org.mailgroups.moderation.HeldMessageContent;
import org.mailgroups.moderation.HeldMessageDecisions;
import org.mailgroups.moderation.HeldMessageLimit;
import org.mailgroups.moderation.HeldMessageRepository;

/** Binds what is about messages that wait for a decision. */
final class ModerationModule extends AbstractModule {
    @Override
    protected void configure() {
        bind(Holding.class).to(HeldMessages.class);
        bind(HeldMessageContent.class).to(JamesHeldMessageContent.class);
        bind(HeldMessageDecisions.class).to(JamesHeldMessageDecisions.class);
        bind(Identities.class).to(JamesIdentities.class).in(Scopes.SINGLETON);
        bind(ModerationLifecycle.class).asEagerSingleton();
    }

    @Provides
    HeldMessageLimit limit(HeldMessageRepository held, ModerationConfiguration configuration) {
        return groupId -> held.isFull(groupId, configuration.maxPerGroup());
    }

    @Provides
    @Singleton
    ModerationConfiguration moderation(PropertiesProvider properties) throws ConfigurationException {
        return GroupsConfiguration.readModeration(properties);
    }
}
