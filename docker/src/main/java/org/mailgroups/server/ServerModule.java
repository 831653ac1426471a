// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import com.google.inject.util.Modules;
import org.apache.james.mailetcontainer.api.MailProcessor;
import org.apache.james.modules.MailetProcessingModule;
import org.apache.james.modules.protocols.IMAPServerModule;
import org.apache.james.modules.protocols.ProtocolHandlerModule;
import org.apache.james.modules.server.DKIMMailetModule;
import org.apache.james.modules.server.DefaultProcessorsConfigurationProviderModule;
import org.apache.james.modules.server.TaskManagerModule;
import org.apache.james.task.MemoryTaskManager;
import org.mailgroups.server.queue.OrderlyTaskManager;
import org.mailgroups.server.queue.QueueModule;
import org.mailgroups.server.queue.SteadyProcessors;
import org.mailgroups.server.smtp.DoorModule;
import org.mailgroups.server.webadmin.WebadminModule;

/**
 * Binds the whole server: SMTP, IMAP, webadmin, mailets and tasks, with all storage in one folder. There is no JMAP,
 * POP3, LMTP or JMX.
 */
final class ServerModule extends AbstractModule {

    @Override
    protected void configure() {
        install(new DataModule());
        install(new MailboxStoreModule());
        install(new QueueModule());
        install(Modules.override(new MailetProcessingModule()).with(overriding -> overriding
                .bind(MailProcessor.class)
                .to(SteadyProcessors.class)
                .in(Scopes.SINGLETON)));
        install(new DKIMMailetModule());
        install(new DefaultProcessorsConfigurationProviderModule());
        install(Modules.override(new TaskManagerModule()).with(overriding -> overriding
                .bind(MemoryTaskManager.class)
                .to(OrderlyTaskManager.class)
                .in(Scopes.SINGLETON)));

        install(new ProtocolHandlerModule());
        install(new DoorModule());
        install(new IMAPServerModule());
        install(new WebadminModule());
    }
}
