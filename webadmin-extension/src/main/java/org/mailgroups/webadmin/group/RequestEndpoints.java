// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.call.QueryParameters;
import org.mailgroups.call.view.DecisionBody;
import org.mailgroups.call.view.JoinRequestView;
import org.mailgroups.decision.Ruling;
import org.mailgroups.joining.JoinRequestService;
import org.mailgroups.webadmin.Call;
import org.mailgroups.webadmin.Endpoints;

/** Calls below {@code /groups/{address}} about requests to join. */
public final class RequestEndpoints {
    private static final String ADDRESS = "address";
    private static final String ID = "id";
    private static final String ACTION = "action";

    private final JoinRequestService requests;

    @Inject
    public RequestEndpoints(JoinRequestService requests) {
        this.requests = requests;
    }

    public void define(Endpoints endpoints) {
        endpoints.get("/:address/requests", this::list, QueryParameters.LIMIT, QueryParameters.AFTER);
        endpoints.post("/:address/requests/:id", this::decide, ACTION);
    }

    private Answer list(Call call) {
        return Answer.ok(
                PageView.of(requests.list(call.principal(), call.address(ADDRESS), call.page()), JoinRequestView::of));
    }

    private Answer decide(Call call) {
        Ruling ruling = Ruling.ofAction(call.query().text(ACTION));
        String words =
                call.optionalBody(DecisionBody.MAX_BYTES, DecisionBody.class).words(ruling);
        requests.decide(call.principal(), call.address(ADDRESS), call.text(ID), ruling, words);
        return Answer.noContent();
    }
}
