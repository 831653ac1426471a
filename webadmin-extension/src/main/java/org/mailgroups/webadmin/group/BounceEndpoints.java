// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import javax.inject.Inject;
import org.mailgroups.bounce.BounceService;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.call.QueryParameters;
import org.mailgroups.call.view.BounceView;
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
}
