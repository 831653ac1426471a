// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import java.util.List;
import javax.inject.Inject;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.Routes;

/** All that administrators of a group do but decide about messages and change members one by one. */
public final class AdministrationRoutes implements Routes {
    private final List<Routes> all;

    @Inject
    AdministrationRoutes(
            GroupChangeRoutes groups, MemberFileRoutes files, BounceRoutes bounces, ExclusionRoutes exclusions) {
        this.all = List.of(groups, files, bounces, exclusions);
    }

    @Override
    public List<Route> routes() {
        return all.stream().flatMap(some -> some.routes().stream()).toList();
    }
}
