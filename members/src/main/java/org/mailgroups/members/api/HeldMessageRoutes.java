// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import java.util.List;
import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.call.view.DecisionBody;
import org.mailgroups.call.view.HeldMessageView;
import org.mailgroups.members.route.Caller;
import org.mailgroups.members.route.MembersCall;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.Routes;
import org.mailgroups.moderation.HeldMessageService;
import org.mailgroups.moderation.HeldState;

/** The messages that wait for a decision. */
public final class HeldMessageRoutes implements Routes {
    private static final String ID = "id";
    private static final String HELD = GroupRoutes.GROUP + "/held";
    private static final String ONE = HELD + "/{" + ID + "}";

    private final HeldMessageService held;

    @Inject
    public HeldMessageRoutes(HeldMessageService held) {
        this.held = held;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(HELD)
                        .does("the messages that wait for a decision")
                        .by(Caller.ADMINISTRATOR)
                        .pagedQuery()
                        .answersPageOf(HeldMessageView.class)
                        .with(call -> Answer.ok(PageView.of(
                                held.list(call.principal(), call.address(GroupRoutes.ADDRESS), call.page()),
                                HeldMessageView::of))),
                Route.get(ONE)
                        .does("a message that waits, with its header")
                        .by(Caller.ADMINISTRATOR)
                        .answers(HeldMessageView.class)
                        .with(call -> Answer.ok(HeldMessageView.of(
                                held.show(call.principal(), call.address(GroupRoutes.ADDRESS), call.text(ID))))),
                Route.post(ONE + "/approve")
                        .does("let the message go to the group; again: 204")
                        .by(Caller.ADMINISTRATOR)
                        .with(call -> decide(call, HeldState.APPROVED, "")),
                Route.post(ONE + "/reject")
                        .does("refuse the message; a comment goes to its author; again: 204")
                        .by(Caller.ADMINISTRATOR)
                        .mayTake(DecisionBody.class, DecisionBody.MAX_BYTES)
                        .with(call -> decide(
                                call,
                                HeldState.REJECTED,
                                call.optionalBody(DecisionBody.class).comment(HeldState.REJECTED))));
    }

    private Answer decide(MembersCall call, HeldState wanted, String comment) {
        held.decide(call.principal(), call.address(GroupRoutes.ADDRESS), call.text(ID), wanted, comment);
        return Answer.noContent();
    }
}
