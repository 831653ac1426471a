// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import javax.inject.Inject;
import org.mailgroups.bounce.BounceService;
import org.mailgroups.bounce.Bounces;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.call.QueryParameters;
import org.mailgroups.webadmin.Call;
import org.mailgroups.webadmin.Endpoints;

/** Calls below {@code /groups/{address}/bounces}: members whose copies failed, and who is suspended for it. */
public final class BounceEndpoints {
    private static final String ADDRESS = "address";
    private static final String MEMBER = "member";

    private final BounceService bounces;

    @Inject
    public BounceEndpoints(BounceService bounces) {
        this.bounces = bounces;
    }

    public void define(Endpoints endpoints) {
        endpoints.get("/:address/bounces", this::list, QueryParameters.LIMIT, QueryParameters.AFTER);
        endpoints.delete("/:address/bounces/:member", this::forget);
    }

    private Answer list(Call call) {
        return Answer.ok(
                PageView.of(bounces.list(call.principal(), call.address(ADDRESS), call.page()), BounceView::of));
    }

    private Answer forget(Call call) {
        bounces.forget(call.principal(), call.address(ADDRESS), call.address(MEMBER));
        return Answer.noContent();
    }

    /**
     * A member's failures, as JSON.
     *
     * @param count on how many days a copy failed
     * @param firstAt ISO 8601 in UTC
     * @param lastStatus as in RFC 3463; empty if there is none
     * @param lastReply the words of the server; empty if there are none
     */
    record BounceView(
            String member,
            int count,
            String firstAt,
            String lastAt,
            String lastStatus,
            String lastReply,
            boolean suspended) {
        static BounceView of(Bounces bounces) {
            return new BounceView(
                    bounces.member().toString(),
                    bounces.count(),
                    bounces.firstAt().toString(),
                    bounces.lastAt().toString(),
                    bounces.lastStatus(),
                    bounces.lastReply(),
                    bounces.suspended());
        }
    }
}
