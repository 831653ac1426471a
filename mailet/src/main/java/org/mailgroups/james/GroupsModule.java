// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import java.time.Clock;
import java.util.Optional;
import javax.inject.Provider;
import javax.inject.Singleton;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.utils.PropertiesProvider;
import org.mailgroups.CoreModule;
import org.mailgroups.apppassword.AppPasswords;
import org.mailgroups.backup.MappedGroups;
import org.mailgroups.bounce.BounceLedger;
import org.mailgroups.bounce.BounceLimits;
import org.mailgroups.bounce.Probes;
import org.mailgroups.correspondence.Correspondence;
import org.mailgroups.creation.CreationRules;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.delivery.CancellationListener;
import org.mailgroups.delivery.DeliverySweep;
import org.mailgroups.delivery.PostingStore;
import org.mailgroups.delivery.Retention;
import org.mailgroups.distribution.AddressRewriting;
import org.mailgroups.distribution.Expander;
import org.mailgroups.distribution.Identities;
import org.mailgroups.dmarc.Dmarc;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.group.setting.OneClick;
import org.mailgroups.imports.ImportSettings;
import org.mailgroups.james.aside.AsideRepositories;
import org.mailgroups.james.author.DkimVerification;
import org.mailgroups.james.author.JamesIdentities;
import org.mailgroups.james.bounce.BounceLifecycle;
import org.mailgroups.james.delivery.DeliveryDesk;
import org.mailgroups.james.delivery.MembersUrl;
import org.mailgroups.james.delivery.OneClickFields;
import org.mailgroups.james.delivery.PersonalPaths;
import org.mailgroups.james.directory.Aliases;
import org.mailgroups.james.directory.JamesAddressRewriting;
import org.mailgroups.james.directory.JamesAliases;
import org.mailgroups.james.directory.JamesLocalAddresses;
import org.mailgroups.james.directory.JamesMappedGroups;
import org.mailgroups.james.dns.DnsTxtLookup;
import org.mailgroups.james.dns.NameServers;
import org.mailgroups.james.joining.JoinModule;
import org.mailgroups.james.mailbox.JamesCorrespondence;
import org.mailgroups.james.members.JamesPasswords;
import org.mailgroups.james.members.MembersLifecycle;
import org.mailgroups.james.members.SignedTokens;
import org.mailgroups.james.message.Trace;
import org.mailgroups.james.moderation.ModerationConfiguration;
import org.mailgroups.james.moderation.ModerationModule;
import org.mailgroups.james.processor.CopySigners;
import org.mailgroups.james.processor.GroupCopies;
import org.mailgroups.james.processor.JamesProcessors;
import org.mailgroups.james.recipient.ReturnPath;
import org.mailgroups.james.role.RoleModule;
import org.mailgroups.james.smtp.ExpnRate;
import org.mailgroups.james.smtp.ReportRate;
import org.mailgroups.james.smtp.SharedLimits;
import org.mailgroups.james.spool.WaitingRoom;
import org.mailgroups.members.MembersPort;
import org.mailgroups.members.api.Services;
import org.mailgroups.members.ldap.LdapDirectory;
import org.mailgroups.members.ldap.LdapSettings;
import org.mailgroups.members.login.Passwords;
import org.mailgroups.store.GroupStore;
import org.mailgroups.store.StoreConfiguration;
import org.mailgroups.token.Signer;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Binds the plugin into James, as {@code guice.extension.module} of {@code extensions.properties}. James puts all
 * extensions into one injector, so mailet, RCPT handler, routes and health checks share the singletons of this module.
 *
 * <p>The store is opened, and its schema made, while the singletons are built. James' users and domains are not
 * configured at that time and are not touched.
 */
public final class GroupsModule extends AbstractModule {
    private final StartReport start = new StartReport();

    @Override
    protected void configure() {
        bind(JamesLocalAddresses.class).in(Scopes.SINGLETON);
        bind(LocalAddresses.class).to(JamesLocalAddresses.class);
        bind(MappedGroups.class).to(JamesMappedGroups.class).in(Scopes.SINGLETON);
        bind(Aliases.class).to(JamesAliases.class).in(Scopes.SINGLETON);
        bind(AddressRewriting.class).to(JamesAddressRewriting.class).in(Scopes.SINGLETON);
        bind(Identities.class).to(JamesIdentities.class).in(Scopes.SINGLETON);
        bind(Correspondence.class).to(JamesCorrespondence.class);
        bind(AsideRepositories.class).in(Scopes.SINGLETON);
        bind(CopySigners.class).in(Scopes.SINGLETON);
        bind(OneClickFields.class).asEagerSingleton();
        bind(OneClick.class).to(OneClickFields.class);
        bind(PersonalPaths.class).in(Scopes.SINGLETON);
        bind(GroupCopies.class).in(Scopes.SINGLETON);
        bind(JamesProcessors.class).in(Scopes.SINGLETON);
        bind(DeliveryDesk.class).in(Scopes.SINGLETON);
        bind(WaitingRoom.class).in(Scopes.SINGLETON);
        bind(StoreLifecycle.class).asEagerSingleton();
        bind(TaskLifecycle.class).asEagerSingleton();
        bind(BounceLifecycle.class).asEagerSingleton();
        bind(Passwords.class).to(JamesPasswords.class);
        bind(MembersLifecycle.class).asEagerSingleton();
        install(new ModerationModule());
        install(new JoinModule());
        install(new CoreModule());
        install(new RoleModule());
    }

    @Provides
    @Singleton
    GroupStore store(PropertiesProvider properties, FileSystem files) {
        return start.of(
                () -> open(GroupsConfiguration.store(properties, files), GroupsConfiguration.secret(properties)));
    }

    private static GroupStore open(StoreConfiguration configuration, GroupsConfiguration.SecretChoice secret) {
        try {
            GroupStore store = GroupStore.open(configuration, Clock.systemUTC());
            store.useSecret(secret.number(), secret.previousHolds());
            return store;
        } catch (StoreUnavailableException e) {
            throw new StoreUnavailableException(
                    e.getMessage() + "; in groups.properties see " + GroupsConfiguration.placeOf(configuration), e);
        }
    }

    @Provides
    DeliverySweep deliverySweep(PostingStore postings, Bodies bodies, Retention retention) {
        return new DeliverySweep(postings, bodies, retention, Clock.systemUTC());
    }

    @Provides
    @Singleton
    Retention retention(PropertiesProvider properties, ModerationConfiguration held) {
        return start.of(() -> GroupsConfiguration.retention(properties, held.expiry()));
    }

    /** Asks for the desk when there is something to tell: James' queues are not there before. */
    @Provides
    CancellationListener cancellations(Provider<DeliveryDesk> desk) {
        return posting -> desk.get().cancelled(posting);
    }

    @Provides
    @Singleton
    ImportSettings importSettings(PropertiesProvider properties, FileSystem files) {
        return start.of(() -> GroupsConfiguration.imports(properties, files));
    }

    @Provides
    @Singleton
    ModerationConfiguration moderation(PropertiesProvider properties) {
        return start.of(() -> GroupsConfiguration.moderation(properties));
    }

    @Provides
    @Singleton
    BounceLimits bounceLimits(PropertiesProvider properties) {
        return start.of(() -> GroupsConfiguration.bounces(properties));
    }

    /** Opens the members' port, if there is one. Its services are made with the first call. */
    @Provides
    @Singleton
    Optional<MembersPort> members(
            PropertiesProvider properties,
            FileSystem files,
            Provider<MembersPort.Users> users,
            Provider<Services> services,
            Provider<LdapDirectory> directory) {
        return start.of(() -> {
            Optional<LdapSettings> ldap = GroupsConfiguration.ldap(properties, files);
            return GroupsConfiguration.members(properties, files)
                    .map(settings -> MembersPort.open(settings, ldap, users.get(), services::get, directory::get));
        });
    }

    @Provides
    MembersPort.Users users(
            PropertiesProvider properties,
            FileSystem files,
            Passwords passwords,
            Provider<AppPasswords> appPasswords,
            Identities identities) {
        return start.of(() -> new MembersPort.Users(
                passwords,
                (name, password) -> appPasswords.get().user(Address.parse(name), password),
                GroupsConfiguration.havePostmastersTokens(properties)
                        ? SignedTokens.ofWebadmin(properties, files, Clock.systemUTC())
                                .orElse(null)
                        : null,
                identities));
    }

    @Provides
    @Singleton
    CreationRules creationRules(PropertiesProvider properties) {
        return start.of(() -> GroupsConfiguration.creation(properties));
    }

    @Provides
    @Singleton
    MembersUrl membersUrl(PropertiesProvider properties) {
        return start.of(() -> GroupsConfiguration.membersUrl(properties));
    }

    @Provides
    Probes probes(BounceLedger ledger, BounceLimits limits) {
        return (group, posting, suspended) -> ledger.beginProbes(group, posting, suspended, limits.probeAfter());
    }

    @Provides
    @Singleton
    ReturnPath returnPath(Signer signer, GroupDirectory directory) {
        return new ReturnPath(signer, Clock.systemUTC(), directory);
    }

    @Provides
    @Singleton
    ReportRate reportRate() {
        return new ReportRate(System::nanoTime);
    }

    @Provides
    @Singleton
    ExpnRate expnRate() {
        return new ExpnRate(System::nanoTime);
    }

    @Provides
    @Singleton
    Trace trace(Signer signer) {
        return new Trace(signer);
    }

    @Provides
    @Singleton
    DkimVerification dkim() {
        return DkimVerification.byDns();
    }

    @Provides
    @Singleton
    Dmarc dmarc() {
        return new Dmarc(new DnsTxtLookup(NameServers.ofJames()));
    }

    /** Provides the expander of the HTTP routes. The mailet makes its own, from its parameters. */
    @Provides
    Expander expander(GroupDirectory directory, GroupLookup lookup, AddressRewriting rewriting, SharedLimits limits) {
        return new Expander(directory, lookup, rewriting, limits.get());
    }
}
