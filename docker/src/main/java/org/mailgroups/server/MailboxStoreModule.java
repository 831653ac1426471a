// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import static org.apache.james.modules.Names.MAILBOXMANAGER_NAME;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import com.google.inject.name.Names;
import javax.inject.Singleton;
import org.apache.james.adapter.mailbox.ACLUsernameChangeTaskStep;
import org.apache.james.adapter.mailbox.MailboxUsernameChangeTaskStep;
import org.apache.james.adapter.mailbox.QuotaUsernameChangeTaskStep;
import org.apache.james.adapter.mailbox.UserRepositoryAuthenticator;
import org.apache.james.adapter.mailbox.UserRepositoryAuthorizator;
import org.apache.james.events.EventBus;
import org.apache.james.events.EventListener;
import org.apache.james.mailbox.AttachmentContentLoader;
import org.apache.james.mailbox.Authenticator;
import org.apache.james.mailbox.Authorizator;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxPathLocker;
import org.apache.james.mailbox.SessionProvider;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.extractor.TextExtractor;
import org.apache.james.mailbox.jpa.JPAAttachmentContentLoader;
import org.apache.james.mailbox.jpa.JPAId;
import org.apache.james.mailbox.jpa.JPAMailboxSessionMapperFactory;
import org.apache.james.mailbox.jpa.mail.JPAModSeqProvider;
import org.apache.james.mailbox.jpa.mail.JPAUidProvider;
import org.apache.james.mailbox.jpa.quota.JPAPerUserMaxQuotaDAO;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.quota.CurrentQuotaManager;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaRootDeserializer;
import org.apache.james.mailbox.quota.QuotaRootResolver;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;
import org.apache.james.mailbox.store.JVMMailboxPathLocker;
import org.apache.james.mailbox.store.MailboxManagerConfiguration;
import org.apache.james.mailbox.store.MailboxSessionMapperFactory;
import org.apache.james.mailbox.store.SessionProviderImpl;
import org.apache.james.mailbox.store.StoreMailboxManager;
import org.apache.james.mailbox.store.StoreSubscriptionManager;
import org.apache.james.mailbox.store.event.MailboxAnnotationListener;
import org.apache.james.mailbox.store.extractor.DefaultTextExtractor;
import org.apache.james.mailbox.store.mail.MailboxMapperFactory;
import org.apache.james.mailbox.store.mail.MessageMapperFactory;
import org.apache.james.mailbox.store.mail.ModSeqProvider;
import org.apache.james.mailbox.store.mail.NaiveThreadIdGuessingAlgorithm;
import org.apache.james.mailbox.store.mail.ThreadIdGuessingAlgorithm;
import org.apache.james.mailbox.store.mail.UidProvider;
import org.apache.james.mailbox.store.mail.model.DefaultMessageId;
import org.apache.james.mailbox.store.quota.DefaultUserQuotaRootResolver;
import org.apache.james.mailbox.store.quota.ListeningCurrentQuotaUpdater;
import org.apache.james.mailbox.store.quota.QuotaUpdater;
import org.apache.james.mailbox.store.quota.StoreQuotaManager;
import org.apache.james.mailbox.store.search.MessageSearchIndex;
import org.apache.james.mailbox.store.search.SimpleMessageSearchIndex;
import org.apache.james.mailbox.store.user.SubscriptionMapperFactory;
import org.apache.james.modules.MailboxModule;
import org.apache.james.modules.mailbox.DefaultEventModule;
import org.apache.james.modules.mailbox.MemoryDeadLetterModule;
import org.apache.james.quota.search.QuotaSearcher;
import org.apache.james.quota.search.scanning.ScanningQuotaSearcher;
import org.apache.james.user.api.UsernameChangeTaskStep;
import org.apache.james.utils.MailboxManagerDefinition;
import org.mailgroups.server.mailbox.KnownQuotaLimits;
import org.mailgroups.server.mailbox.LimitedQuotas;
import org.mailgroups.server.mailbox.Mailboxes;
import org.mailgroups.server.mailbox.MessageMappers;
import org.mailgroups.server.mailbox.QuotaCounts;
import org.mailgroups.server.mailbox.QuotaLimits;

/**
 * Binds mailboxes, messages and quotas to the {@link Database}.
 *
 * <p>A search reads all messages of the mailbox. In return, delivery to many members writes no index, which would slow
 * it down most.
 */
final class MailboxStoreModule extends AbstractModule {

    @Override
    protected void configure() {
        install(new MailboxModule());
        install(new DefaultEventModule());
        install(new MemoryDeadLetterModule());
        mappers();
        managers();
        search();
        quotas();
        renames();
    }

    private void mappers() {
        bind(MessageMappers.class).in(Scopes.SINGLETON);
        bind(JPAMailboxSessionMapperFactory.class).to(MessageMappers.class);
        bind(MailboxSessionMapperFactory.class).to(MessageMappers.class);
        bind(MailboxMapperFactory.class).to(MessageMappers.class);
        bind(MessageMapperFactory.class).to(MessageMappers.class);
        bind(SubscriptionMapperFactory.class).to(MessageMappers.class);
        bind(JPAModSeqProvider.class).in(Scopes.SINGLETON);
        bind(ModSeqProvider.class).to(JPAModSeqProvider.class);
        bind(JPAUidProvider.class).in(Scopes.SINGLETON);
        bind(UidProvider.class).to(JPAUidProvider.class);
        bind(MailboxId.Factory.class).to(JPAId.Factory.class).in(Scopes.SINGLETON);
        bind(MessageId.Factory.class).to(DefaultMessageId.Factory.class).in(Scopes.SINGLETON);
        bind(AttachmentContentLoader.class).to(JPAAttachmentContentLoader.class);
    }

    private void managers() {
        bind(Mailboxes.class).in(Scopes.SINGLETON);
        bind(MailboxManager.class).to(Mailboxes.class);
        bind(MailboxManager.class)
                .annotatedWith(Names.named(MAILBOXMANAGER_NAME))
                .to(MailboxManager.class);
        bind(StoreMailboxManager.class).to(Mailboxes.class);
        bind(MailboxManagerConfiguration.class).toInstance(MailboxManagerConfiguration.DEFAULT);
        bind(StoreSubscriptionManager.class).in(Scopes.SINGLETON);
        bind(SubscriptionManager.class).to(StoreSubscriptionManager.class);
        bind(SessionProviderImpl.class).in(Scopes.SINGLETON);
        bind(SessionProvider.class).to(SessionProviderImpl.class);
        bind(MailboxPathLocker.class).to(JVMMailboxPathLocker.class).in(Scopes.SINGLETON);
        bind(Authenticator.class).to(UserRepositoryAuthenticator.class).in(Scopes.SINGLETON);
        bind(Authorizator.class).to(UserRepositoryAuthorizator.class).in(Scopes.SINGLETON);
        bind(ThreadIdGuessingAlgorithm.class)
                .to(NaiveThreadIdGuessingAlgorithm.class)
                .in(Scopes.SINGLETON);
        Multibinder.newSetBinder(binder(), EventListener.GroupEventListener.class)
                .addBinding()
                .to(MailboxAnnotationListener.class);
    }

    private void search() {
        bind(MessageSearchIndex.class).to(SimpleMessageSearchIndex.class).in(Scopes.SINGLETON);
        bind(TextExtractor.class).to(DefaultTextExtractor.class);
        bind(ScanningQuotaSearcher.class).in(Scopes.SINGLETON);
        bind(QuotaSearcher.class).to(ScanningQuotaSearcher.class);
    }

    private void quotas() {
        bind(DefaultUserQuotaRootResolver.class).in(Scopes.SINGLETON);
        bind(UserQuotaRootResolver.class).to(DefaultUserQuotaRootResolver.class);
        bind(QuotaRootResolver.class).to(DefaultUserQuotaRootResolver.class);
        bind(QuotaRootDeserializer.class).to(DefaultUserQuotaRootResolver.class);
        bind(KnownQuotaLimits.class).in(Scopes.SINGLETON);
        bind(JPAPerUserMaxQuotaDAO.class).to(KnownQuotaLimits.class);
        bind(MaxQuotaManager.class).to(QuotaLimits.class).in(Scopes.SINGLETON);
        bind(QuotaManager.class).to(StoreQuotaManager.class).in(Scopes.SINGLETON);
        bind(CurrentQuotaManager.class).to(QuotaCounts.class).in(Scopes.SINGLETON);
        bind(LimitedQuotas.class).in(Scopes.SINGLETON);
        bind(QuotaUpdater.class).to(ListeningCurrentQuotaUpdater.class);
        Multibinder.newSetBinder(binder(), EventListener.ReactiveGroupEventListener.class)
                .addBinding()
                .to(ListeningCurrentQuotaUpdater.class);
    }

    private void renames() {
        Multibinder<UsernameChangeTaskStep> steps = Multibinder.newSetBinder(binder(), UsernameChangeTaskStep.class);
        steps.addBinding().to(MailboxUsernameChangeTaskStep.class);
        steps.addBinding().to(ACLUsernameChangeTaskStep.class);
        steps.addBinding().to(QuotaUsernameChangeTaskStep.class);
    }

    @Provides
    @Singleton
    ListeningCurrentQuotaUpdater updater(
            CurrentQuotaManager counts, QuotaRootResolver roots, EventBus events, LimitedQuotas quotas) {
        return new ListeningCurrentQuotaUpdater(counts, roots, events, quotas);
    }

    @ProvidesIntoSet
    MailboxManagerDefinition definition(Mailboxes manager) {
        return new MailboxManagerDefinition("jpa-mailboxmanager", manager);
    }
}
