// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.queue;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import javax.jms.ConnectionFactory;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.modules.server.RawPostDequeueDecoratorModule;
import org.apache.james.queue.activemq.ActiveMQHealthCheck;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.ManageableMailQueue;

/** Binds the mail queues to our own {@link Broker}. */
public final class QueueModule extends AbstractModule {

    @Override
    protected void configure() {
        install(new RawPostDequeueDecoratorModule());
        bind(Broker.class).in(Scopes.SINGLETON);
        bind(SteadyMailQueueFactory.class).in(Scopes.SINGLETON);
        Multibinder<HealthCheck> checks = Multibinder.newSetBinder(binder(), HealthCheck.class);
        checks.addBinding().to(ActiveMQHealthCheck.class);
        checks.addBinding().to(QueueReaderHealthCheck.class);
    }

    @Provides
    @Singleton
    ConnectionFactory connections(Broker broker) {
        return broker.connections();
    }

    @Provides
    @Singleton
    MailQueueFactory<? extends ManageableMailQueue> manageable(SteadyMailQueueFactory factory) {
        return factory;
    }

    @Provides
    @Singleton
    MailQueueFactory<?> any(MailQueueFactory<? extends ManageableMailQueue> factory) {
        return factory;
    }

    @Provides
    @Singleton
    MailQueueFactory<? extends MailQueue> plain(MailQueueFactory<? extends ManageableMailQueue> factory) {
        return factory;
    }
}
