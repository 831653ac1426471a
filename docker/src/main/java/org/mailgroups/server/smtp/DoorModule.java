// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.smtp;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import com.google.inject.util.Modules;
import org.apache.james.modules.protocols.SMTPServerModule;
import org.apache.james.smtpserver.netty.SMTPServerFactory;

/** Binds SMTP and submission. */
public final class DoorModule extends AbstractModule {

    @Override
    protected void configure() {
        install(Modules.override(new SMTPServerModule()).with(new Servers()));
    }

    /** Puts our servers in the place of James'. */
    private static final class Servers extends AbstractModule {
        @Override
        protected void configure() {
            bind(DoorServerFactory.class).in(Scopes.SINGLETON);
            bind(SMTPServerFactory.class).to(DoorServerFactory.class);
        }
    }
}
