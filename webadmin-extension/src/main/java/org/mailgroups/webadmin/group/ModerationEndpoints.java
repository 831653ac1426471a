// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.call.QueryParameters;
import org.mailgroups.call.view.DecisionBody;
import org.mailgroups.call.view.HeldMessageView;
import org.mailgroups.call.view.ManyDecisionsBody;
import org.mailgroups.decision.Ruling;
import org.mailgroups.distribution.ExplainService;
import org.mailgroups.moderation.HeldMessageService;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.webadmin.Call;
import org.mailgroups.webadmin.Endpoints;

/** Calls below {@code /groups/{address}} about the right to post: {@code explain}, and the held messages. */
public final class ModerationEndpoints {
    private static final String ADDRESS = "address";
    private static final String ID = "id";
    private static final String ACTION = "action";
    private static final String RAW = "raw";
    private static final String SENDER = "sender";
    private static final String AUTHENTICATED = "authenticated";
    private static final String SIZE = "size";

    private final ExplainService explanations;
    private final HeldMessageService held;

    @Inject
    public ModerationEndpoints(ExplainService explanations, HeldMessageService held) {
        this.explanations = explanations;
        this.held = held;
    }

    public void define(Endpoints endpoints) {
        endpoints.get("/:address/explain", this::explain, SENDER, AUTHENTICATED, SIZE);
        endpoints.get("/:address/held", this::list, QueryParameters.LIMIT, QueryParameters.AFTER);
        endpoints.post("/:address/held", this::decideAll, ACTION);
        endpoints.get("/:address/held/:id", this::show, RAW);
        endpoints.post("/:address/held/:id", this::decide, ACTION);
    }

    private Answer explain(Call call) {
        QueryParameters query = call.query();
        Address sender = query.address(SENDER).orElseThrow(() -> new InvalidValueException(SENDER + " is missing"));
        return Answer.ok(ExplanationView.of(explanations.explain(
                call.principal(), call.address(ADDRESS), sender, query.flag(AUTHENTICATED), query.wholeNumber(SIZE))));
    }

    private Answer list(Call call) {
        return Answer.ok(
                PageView.of(held.list(call.principal(), call.address(ADDRESS), call.page()), HeldMessageView::of));
    }

    private Answer show(Call call) {
        Address group = call.address(ADDRESS);
        String id = call.text(ID);
        return call.query().flag(RAW)
                ? Answer.octets("message/rfc822", "held-message.eml", held.open(call.principal(), group, id))
                : Answer.ok(HeldMessageView.of(held.show(call.principal(), group, id)));
    }

    private Answer decideAll(Call call) {
        Ruling ruling = Ruling.ofAction(call.query().text(ACTION));
        ManyDecisionsBody body = call.body(ManyDecisionsBody.MAX_BYTES, ManyDecisionsBody.class);
        held.decideAll(call.principal(), call.address(ADDRESS), body.messages(), ruling, body.comment(ruling));
        return Answer.noContent();
    }

    private Answer decide(Call call) {
        Ruling ruling = Ruling.ofAction(call.query().text(ACTION));
        String comment =
                call.optionalBody(DecisionBody.MAX_BYTES, DecisionBody.class).comment(ruling);
        held.decide(call.principal(), call.address(ADDRESS), call.text(ID), ruling, comment);
        return Answer.noContent();
    }
}
