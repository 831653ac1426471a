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
package org.mailgroups.server;

import com.google.inject.AbstractModule;
import org.apache.james.modules.MailetProcessingModule;
import org.apache.james.modules.protocols.IMAPServerModule;
import org.apache.james.modules.protocols.ProtocolHandlerModule;
import org.apache.james.modules.protocols.SMTPServerModule;
import org.apache.james.modules.server.DKIMMailetModule;
import org.apache.james.modules.server.DefaultProcessorsConfigurationProviderModule;
import org.apache.james.modules.server.TaskManagerModule;

/** Everything our server consists of: SMTP, IMAP, webadmin, mailets and tasks over storage in one folder. No JMAP, POP3, LMTP or JMX. */
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
        install(new SMTPServerModule());
        install(new IMAPServerModule());
        install(new WebadminModule());
    }
}
