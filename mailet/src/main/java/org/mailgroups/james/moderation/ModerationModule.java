// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.moderation;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import org.mailgroups.james.bounce.AdministratorMail;
import org.mailgroups.james.spool.AdministratorNotices;
import org.mailgroups.james.spool.Holding;
import org.mailgroups.moderation.HeldMessageContent;
import org.mailgroups.moderation.HeldMessageDecisions;
import org.mailgroups.moderation.HeldMessageLimit;
import org.mailgroups.moderation.HeldMessageRepository;

/** Binds the parts that deal with held messages. */
public final class ModerationModule extends AbstractModule {
    @Override
    protected void configure() {
        bind(Holding.class).to(HeldMessages.class);
        bind(AdministratorNotices.class).to(SetAsideNotices.class);
        bind(HeldMessageContent.class).to(JamesHeldMessageContent.class);
        bind(HeldMessageDecisions.class).to(JamesHeldMessageDecisions.class);
        bind(ModerationLifecycle.class).asEagerSingleton();
    }

    @Provides
    AdministratorMail administratorMail(ModerationNotices notices) {
        return notices::tellAdministrators;
    }

    @Provides
    HeldMessageLimit limit(HeldMessageRepository held, ModerationConfiguration configuration) {
        return groupId -> held.isFull(groupId, configuration.bounds());
    }
}
