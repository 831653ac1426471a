// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import java.io.IOException;
import java.util.List;
import javax.persistence.EntityManagerFactory;
import javax.sql.DataSource;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.CoreDataModule;
import org.apache.james.NaiveDelegationStoreModule;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.filesystem.api.JamesDirectoriesProvider;
import org.apache.james.mailrepository.api.MailRepositoryUrlStore;
import org.apache.james.mailrepository.api.Protocol;
import org.apache.james.mailrepository.file.FileMailRepository;
import org.apache.james.mailrepository.jpa.JPAMailRepositoryUrlStore;
import org.apache.james.mailrepository.memory.MailRepositoryStoreConfiguration;
import org.apache.james.rrt.api.AliasReverseResolver;
import org.apache.james.rrt.api.CanSendFrom;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.lib.AliasReverseResolverImpl;
import org.apache.james.rrt.lib.CanSendFromImpl;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.server.core.filesystem.FileSystemImpl;
import org.apache.james.sieverepository.api.SieveQuotaRepository;
import org.apache.james.sieverepository.api.SieveRepository;
import org.apache.james.sieverepository.file.SieveFileRepository;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;
import org.mailgroups.server.directory.KnownDomains;
import org.mailgroups.server.directory.KnownUsers;
import org.mailgroups.server.directory.RewriteTable;

/**
 * Binds domains, users, aliases and the list of mail repositories to the {@link Database}, and Sieve scripts to files
 * under the data folder.
 */
final class DataModule extends AbstractModule {

    @Override
    protected void configure() {
        install(new CoreDataModule());
        install(new NaiveDelegationStoreModule());

        bind(Database.class).in(Scopes.SINGLETON);

        bind(KnownDomains.class).in(Scopes.SINGLETON);
        bind(DomainList.class).to(KnownDomains.class);
        bind(KnownUsers.class).in(Scopes.SINGLETON);
        bind(UsersRepository.class).to(KnownUsers.class);
        bind(RewriteTable.class).in(Scopes.SINGLETON);
        bind(RecipientRewriteTable.class).to(RewriteTable.class);
        bind(AliasReverseResolverImpl.class).in(Scopes.SINGLETON);
        bind(AliasReverseResolver.class).to(AliasReverseResolverImpl.class);
        bind(CanSendFromImpl.class).in(Scopes.SINGLETON);
        bind(CanSendFrom.class).to(CanSendFromImpl.class);
        bind(JPAMailRepositoryUrlStore.class).in(Scopes.SINGLETON);
        bind(MailRepositoryUrlStore.class).to(JPAMailRepositoryUrlStore.class);

        bind(SieveRepository.class).to(SieveFileRepository.class);
        bind(SieveQuotaRepository.class).to(SieveFileRepository.class);
    }

    @Provides
    @Singleton
    EntityManagerFactory entityManagers(Database database) {
        return database.entityManagers();
    }

    @Provides
    @Singleton
    DataSource connections(Database database) {
        return database.connections();
    }

    /** Returns the repositories of a server that has no {@code mailrepositorystore.xml}. */
    @Provides
    @Singleton
    MailRepositoryStoreConfiguration.Item mailRepositories() {
        return new MailRepositoryStoreConfiguration.Item(
                List.of(new Protocol("file")), FileMailRepository.class.getName(), new BaseHierarchicalConfiguration());
    }

    /** Returns the scripts in the data folder; James' own module would put them beside the program. */
    @Provides
    @Singleton
    SieveFileRepository sieveScripts(JamesDirectoriesProvider directories) throws IOException {
        return new SieveFileRepository(new FileSystemImpl(((Directories) directories).rootedInData()));
    }

    @ProvidesIntoSet
    InitializationOperation domains(DomainListConfiguration configuration, KnownDomains domains) {
        return InitilizationOperationBuilder.forClass(KnownDomains.class).init(() -> domains.configure(configuration));
    }

    @ProvidesIntoSet
    InitializationOperation users(ConfigurationProvider configuration, KnownUsers users) {
        return InitilizationOperationBuilder.forClass(KnownUsers.class)
                .init(() -> users.configure(configuration.getConfiguration("usersrepository")));
    }

    @ProvidesIntoSet
    InitializationOperation aliases(ConfigurationProvider configuration, RewriteTable aliases) {
        return InitilizationOperationBuilder.forClass(RewriteTable.class)
                .init(() -> aliases.configure(configuration.getConfiguration("recipientrewritetable")));
    }
}
