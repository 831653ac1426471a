// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import java.util.List;
import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.call.view.DecisionBody;
import org.mailgroups.call.view.JoinRequestView;
import org.mailgroups.call.view.JoinView;
import org.mailgroups.decision.Ruling;
import org.mailgroups.joining.JoinRequestService;
import org.mailgroups.joining.JoiningService;
import org.mailgroups.json.Given;
import org.mailgroups.members.route.Caller;
import org.mailgroups.members.route.MembersCall;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.Routes;
import org.mailgroups.value.Address;

/** Joining a group, and what its administrators decide about those who have asked. */
public final class JoinRoutes implements Routes {
    private static final String ID = "id";
    private static final String ACTION = "action";
    private static final String REQUESTS = GroupRoutes.GROUP + "/requests";

    private final JoiningService joining;
    private final JoinRequestService requests;

    @Inject
    public JoinRoutes(JoiningService joining, JoinRequestService requests) {
        this.joining = joining;
        this.requests = requests;
    }

    /** What somebody writes who asks to join. */
    record JoinBody(Given<String> text) {
        /** Room for the longest text with every character escaped. */
        static final int MAX_BYTES = 8 << 10;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post(GroupRoutes.GROUP + "/join")
                        .does("become a member, or ask the administrators, as the group's join says")
                        .mayTake(JoinBody.class, JoinBody.MAX_BYTES)
                        .answers(JoinView.class)
                        .with(this::join),
                Route.get(REQUESTS)
                        .does("those who have asked to join, and wait for a decision")
                        .by(Caller.ADMINISTRATOR)
                        .pagedQuery()
                        .answersPageOf(JoinRequestView.class)
                        .with(call -> Answer.ok(PageView.of(
                                requests.list(call.principal(), call.address(GroupRoutes.ADDRESS), call.page()),
                                JoinRequestView::of))),
                Route.post(REQUESTS + "/{" + ID + "}")
                        .does("let in who has asked, or not; a comment goes to whom is not let in; again: 204")
                        .by(Caller.ADMINISTRATOR)
                        .query(ACTION)
                        .mayTake(DecisionBody.class, DecisionBody.MAX_BYTES)
                        .with(this::decide));
    }

    private Answer join(MembersCall call) {
        Address user = call.user();
        String text = call.optionalBody(JoinBody.class).text().orElse("");
        return Answer.ok(JoinView.of(joining.join(call.principal(), call.address(GroupRoutes.ADDRESS), user, text)));
    }

    private Answer decide(MembersCall call) {
        Ruling ruling = Ruling.ofAction(call.query().text(ACTION));
        String words = call.optionalBody(DecisionBody.class).words(ruling);
        requests.decide(call.principal(), call.address(GroupRoutes.ADDRESS), call.text(ID), ruling, words);
        return Answer.noContent();
    }
}
