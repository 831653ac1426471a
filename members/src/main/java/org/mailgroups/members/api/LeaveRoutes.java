// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import java.util.List;
import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.leaving.LeavingService;
import org.mailgroups.members.route.MembersCall;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.Routes;
import org.mailgroups.value.Address;

/** Leaving a group, for whoever has logged in. */
public final class LeaveRoutes implements Routes {
    private final LeavingService leaving;

    @Inject
    public LeaveRoutes(LeavingService leaving) {
        this.leaving = leaving;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.post(GroupRoutes.GROUP + "/leave")
                .does("ends my membership of a group, however it came about")
                .with(this::leave));
    }

    private Answer leave(MembersCall call) {
        Address person = call.user();
        leaving.leave(call.principal(), call.address(GroupRoutes.ADDRESS), person);
        return Answer.noContent();
    }
}
