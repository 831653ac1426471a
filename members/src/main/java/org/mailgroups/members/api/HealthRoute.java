// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import java.util.List;
import org.mailgroups.call.Answer;
import org.mailgroups.members.route.Caller;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.Routes;

/** Tells a proxy or a monitor that the port answers. It says nothing about mail, the store or users. */
final class HealthRoute implements Routes {
    @Override
    public List<Route> routes() {
        return List.of(Route.get("/healthz")
                .does("204 while the port answers")
                .by(Caller.ANYBODY)
                .with(call -> Answer.noContent()));
    }
}
