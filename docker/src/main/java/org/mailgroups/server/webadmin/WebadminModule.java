// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.webadmin;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.util.Modules;
import org.apache.james.modules.server.DataRoutesModules;
import org.apache.james.modules.server.InconsistencyQuotasSolvingRoutesModule;
import org.apache.james.modules.server.MailQueueRoutesModule;
import org.apache.james.modules.server.MailRepositoriesRoutesModule;
import org.apache.james.modules.server.MailboxRoutesModule;
import org.apache.james.modules.server.NoJwtModule;
import org.apache.james.modules.server.SieveRoutesModule;
import org.apache.james.modules.server.WebAdminServerModule;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.dropwizard.MetricsRoutes;
import org.apache.james.webadmin.mdc.RequestLogger;

/**
 * Binds James' administration over HTTP, with {@code /metrics}. The log gets a line for each call, and no body.
 */
public final class WebadminModule extends AbstractModule {

    @Override
    protected void configure() {
        // The first logger that applies wins, and the set keeps this order. So ours comes before James' modules.
        Multibinder.newSetBinder(binder(), RequestLogger.class).addBinding().to(BodylessRequestLogger.class);

        install(Modules.override(new WebAdminServerModule()).with(new AuthenticationModule()));
        install(new DataRoutesModules());
        install(new MailboxRoutesModule());
        install(new InconsistencyQuotasSolvingRoutesModule());
        install(new MailQueueRoutesModule());
        install(new MailRepositoriesRoutesModule());
        install(new SieveRoutesModule());
        install(new NoJwtModule());

        Multibinder.newSetBinder(binder(), Routes.class).addBinding().to(MetricsRoutes.class);
    }
}
