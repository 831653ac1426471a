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
import java.io.FileNotFoundException;
import java.time.Clock;
import javax.inject.Singleton;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.utils.PropertiesProvider;
import org.mailgroups.contact.Correspondence;
import org.mailgroups.distribution.AddressRewriting;
import org.mailgroups.distribution.Expander;
import org.mailgroups.distribution.GroupDirectory;
import org.mailgroups.distribution.GroupLookup;
import org.mailgroups.distribution.Membership;
import org.mailgroups.distribution.StormGuard;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupArchive;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.ImportHistory;
import org.mailgroups.group.ImportSettings;
import org.mailgroups.group.LocalAddresses;
import org.mailgroups.group.MappedGroups;
import org.mailgroups.group.ProfileRepository;
import org.mailgroups.james.mailbox.JamesCorrespondence;
import org.mailgroups.store.GroupStore;

/**
 * Binds the plugin into James, as {@code guice.extension.module} of {@code extensions.properties}. James puts all extensions into one injector, so what is a singleton here is one and the same for mailet,
 * RCPT handler, routes and health checks.
 *
 * <p>The store is opened, and its schema made, while the singletons are built; James' users and domains are not configured yet at that time and are not touched.
 */
public final class GroupsModule extends AbstractModule {
    @Override
    protected void configure() {
        bind(JamesLocalAddresses.class).in(Scopes.SINGLETON);
        bind(LocalAddresses.class).to(JamesLocalAddresses.class);
        bind(MappedGroups.class).to(JamesMappedGroups.class).in(Scopes.SINGLETON);
        bind(Aliases.class).to(JamesAliases.class).in(Scopes.SINGLETON);
        bind(AddressRewriting.class).to(JamesAddressRewriting.class).in(Scopes.SINGLETON);
        bind(Correspondence.class).to(JamesCorrespondence.class);
        bind(StoreLifecycle.class).asEagerSingleton();
        install(new ModerationModule());
        install(new ContactsModule());
    }

    @Provides
    @Singleton
    GroupStore store(PropertiesProvider properties, FileSystem files)
            throws ConfigurationException, FileNotFoundException {
        return GroupStore.open(GroupsConfiguration.store(properties, files), Clock.systemUTC());
    }

    @Provides
    GroupRepository groups(GroupStore store) {
        return store.groups();
    }

    @Provides
    RequestAnswers.Descriptions descriptions(GroupRepository groups) {
        return address -> groups.find(address).map(Group::description).orElse("");
    }

    @Provides
    ProfileRepository profiles(GroupStore store) {
        return store.profiles();
    }

    @Provides
    GroupArchive archive(GroupStore store) {
        return store.archive();
    }

    @Provides
    ImportHistory imports(GroupStore store) {
        return store.imports();
    }

    @Provides
    @Singleton
    ImportSettings importSettings(PropertiesProvider properties, FileSystem files)
            throws ConfigurationException, FileNotFoundException {
        return GroupsConfiguration.imports(properties, files);
    }

    @Provides
    GroupLookup lookup(GroupStore store) {
        return store.lookup();
    }

    @Provides
    @Singleton
    GroupDirectory directory(GroupLookup lookup, LocalAddresses localAddresses) {
        return new GroupDirectory(lookup, localAddresses);
    }

    @Provides
    @Singleton
    Membership membership(GroupDirectory directory, GroupLookup lookup) {
        return new Membership(directory, lookup);
    }

    @Provides
    @Singleton
    StormGuard stormGuard() {
        return new StormGuard(System::nanoTime);
    }

    @Provides
    @Singleton
    ReturnPath returnPath(GroupStore store, GroupDirectory directory) {
        return new ReturnPath(store.secret(), Clock.systemUTC(), directory);
    }

    /** For the HTTP routes; the mailet makes its own, from its parameters. */
    @Provides
    Expander expander(GroupDirectory directory, GroupLookup lookup, AddressRewriting rewriting, SharedLimits limits) {
        return new Expander(directory, lookup, rewriting, limits.get());
    }
}
