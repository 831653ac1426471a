// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import static org.mailgroups.members.api.GroupRoutes.ADDRESS;

import java.util.List;
import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.call.view.ExclusionView;
import org.mailgroups.exclusion.ExclusionService;
import org.mailgroups.members.route.Caller;
import org.mailgroups.members.route.MembersCall;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.Routes;

/** Those who get nothing from a group although a nested group has them. */
final class ExclusionRoutes implements Routes {
    private static final String MEMBER = "member";
    private static final String EXCLUSIONS = GroupRoutes.GROUP + "/exclusions";
    private static final String ONE = EXCLUSIONS + "/{" + MEMBER + "}";

    private final ExclusionService exclusions;

    @Inject
    ExclusionRoutes(ExclusionService exclusions) {
        this.exclusions = exclusions;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(EXCLUSIONS)
                        .does("those who get nothing although a nested group has them")
                        .by(Caller.ADMINISTRATOR)
                        .pagedQuery()
                        .answersPageOf(ExclusionView.class)
                        .with(call -> Answer.ok(PageView.of(
                                exclusions.list(call.principal(), call.address(ADDRESS), call.page()),
                                ExclusionView::of))),
                Route.put(ONE)
                        .does("let somebody get nothing; again: 204")
                        .by(Caller.ADMINISTRATOR)
                        .with(this::add),
                Route.delete(ONE)
                        .does("let somebody get copies again; again: 204")
                        .by(Caller.ADMINISTRATOR)
                        .with(this::remove));
    }

    private Answer add(MembersCall call) {
        exclusions.add(call.principal(), call.address(ADDRESS), call.address(MEMBER));
        return Answer.noContent();
    }

    private Answer remove(MembersCall call) {
        exclusions.remove(call.principal(), call.address(ADDRESS), call.address(MEMBER));
        return Answer.noContent();
    }
}
