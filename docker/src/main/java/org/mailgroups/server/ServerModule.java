// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import com.google.inject.AbstractModule;
import org.apache.james.modules.MailetProcessingModule;
import org.apache.james.modules.protocols.IMAPServerModule;
import org.apache.james.modules.protocols.ProtocolHandlerModule;
import org.apache.james.modules.server.DKIMMailetModule;
import org.apache.james.modules.server.DefaultProcessorsConfigurationProviderModule;
import org.apache.james.modules.server.TaskManagerModule;
import org.mailgroups.server.smtp.DoorModule;

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
        install(new MailetProcessingModule());
        install(new DKIMMailetModule());
        install(new DefaultProcessorsConfigurationProviderModule());
        install(new TaskManagerModule());

        install(new ProtocolHandlerModule());
        install(new DoorModule());
        install(new IMAPServerModule());
        install(new WebadminModule());
    }
}
