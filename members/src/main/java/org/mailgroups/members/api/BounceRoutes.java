// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import static org.mailgroups.members.api.GroupRoutes.ADDRESS;

import java.util.List;
import javax.inject.Inject;
import org.mailgroups.bounce.BounceService;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.call.view.BounceView;
import org.mailgroups.members.route.Caller;
import org.mailgroups.members.route.MembersCall;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.Routes;

/** Members whose copies failed, and those who are suspended for it. */
final class BounceRoutes implements Routes {
    private static final String MEMBER = "member";
    private static final String BOUNCES = GroupRoutes.GROUP + "/bounces";

    private final BounceService bounces;

    @Inject
    BounceRoutes(BounceService bounces) {
        this.bounces = bounces;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(BOUNCES)
                        .does("members whose copies failed, and who is suspended for it")
                        .by(Caller.ADMINISTRATOR)
                        .pagedQuery()
                        .answersPageOf(BounceView.class)
                        .with(call -> Answer.ok(PageView.of(
                                bounces.list(call.principal(), call.address(ADDRESS), call.page()), BounceView::of))),
                Route.delete(BOUNCES + "/{" + MEMBER + "}")
                        .does("forget the failures of a member, who gets copies again")
                        .by(Caller.ADMINISTRATOR)
                        .with(this::forget));
    }

    private Answer forget(MembersCall call) {
        bounces.forget(call.principal(), call.address(ADDRESS), call.address(MEMBER));
        return Answer.noContent();
    }
}
