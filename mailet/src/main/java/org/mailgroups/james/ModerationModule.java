/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.james;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import javax.inject.Singleton;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.utils.PropertiesProvider;
import org.mailgroups.distribution.Identities;
import org.mailgroups.group.HeldMessageContent;
import org.mailgroups.group.HeldMessageDecisions;
import org.mailgroups.group.HeldMessageLimit;
import org.mailgroups.group.HeldMessageRepository;
import org.mailgroups.store.GroupStore;

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
    HeldMessageRepository heldMessages(GroupStore store) {
        return store.heldMessages();
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
