// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import java.util.List;
import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.call.view.DecisionBody;
import org.mailgroups.call.view.HeldMessageView;
import org.mailgroups.call.view.ManyDecisionsBody;
import org.mailgroups.decision.Ruling;
import org.mailgroups.members.route.Caller;
import org.mailgroups.members.route.MembersCall;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.Routes;
import org.mailgroups.moderation.HeldMessageService;
import org.mailgroups.value.Address;

/** The messages that wait for a decision. */
public final class HeldMessageRoutes implements Routes {
    private static final String ID = "id";
    private static final String RAW = "raw";
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
                Route.post(HELD)
                        .action("approve")
                        .does("let messages go to the group, all or none")
                        .by(Caller.ADMINISTRATOR)
                        .takes(ManyDecisionsBody.class, ManyDecisionsBody.MAX_BYTES)
                        .with(call -> decideAll(call, Ruling.APPROVE)),
                Route.post(HELD)
                        .action("reject")
                        .does("refuse messages, all or none; a comment goes to their authors")
                        .by(Caller.ADMINISTRATOR)
                        .takes(ManyDecisionsBody.class, ManyDecisionsBody.MAX_BYTES)
                        .with(call -> decideAll(call, Ruling.REJECT)),
                Route.get(ONE)
                        .does("a message that waits, with its header; raw=true: the message itself, as a file")
                        .by(Caller.ADMINISTRATOR)
                        .query(RAW)
                        .answers(HeldMessageView.class)
                        .with(this::show),
                Route.post(ONE)
                        .action("approve")
                        .does("let the message go to the group; again: 204")
                        .by(Caller.ADMINISTRATOR)
                        .mayTake(DecisionBody.class, DecisionBody.MAX_BYTES)
                        .with(call -> decide(call, Ruling.APPROVE)),
                Route.post(ONE)
                        .action("reject")
                        .does("refuse the message; a comment goes to its author; again: 204")
                        .by(Caller.ADMINISTRATOR)
                        .mayTake(DecisionBody.class, DecisionBody.MAX_BYTES)
                        .with(call -> decide(call, Ruling.REJECT)));
    }

    private Answer show(MembersCall call) {
        Address group = call.address(GroupRoutes.ADDRESS);
        String id = call.text(ID);
        return call.query().flag(RAW)
                ? Answer.octets("message/rfc822", "held-message.eml", held.open(call.principal(), group, id))
                : Answer.ok(HeldMessageView.of(held.show(call.principal(), group, id)));
    }

    private Answer decideAll(MembersCall call, Ruling ruling) {
        ManyDecisionsBody body = call.body(ManyDecisionsBody.class);
        held.decideAll(
                call.principal(), call.address(GroupRoutes.ADDRESS), body.messages(), ruling, body.comment(ruling));
        return Answer.noContent();
    }

    private Answer decide(MembersCall call, Ruling ruling) {
        String comment = call.optionalBody(DecisionBody.class).comment(ruling);
        held.decide(call.principal(), call.address(GroupRoutes.ADDRESS), call.text(ID), ruling, comment);
        return Answer.noContent();
    }
}
