// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.call.QueryParameters;
import org.mailgroups.call.view.ExclusionView;
import org.mailgroups.exclusion.ExclusionService;
import org.mailgroups.webadmin.Call;
import org.mailgroups.webadmin.Endpoints;

/** Calls below {@code /groups/{address}/exclusions}: who gets nothing although a nested group has them. */
public final class ExclusionEndpoints {
    private static final String ADDRESS = "address";
    private static final String MEMBER = "member";

    private final ExclusionService exclusions;

    @Inject
    public ExclusionEndpoints(ExclusionService exclusions) {
        this.exclusions = exclusions;
    }

    public void define(Endpoints endpoints) {
        endpoints.get("/:address/exclusions", this::list, QueryParameters.LIMIT, QueryParameters.AFTER);
        endpoints.put("/:address/exclusions/:member", Endpoints.withoutBody(this::add));
        endpoints.delete("/:address/exclusions/:member", this::remove);
    }

    private Answer list(Call call) {
        return Answer.ok(
                PageView.of(exclusions.list(call.principal(), call.address(ADDRESS), call.page()), ExclusionView::of));
    }

    private Answer add(Call call) {
        exclusions.add(call.principal(), call.address(ADDRESS), call.address(MEMBER));
        return Answer.noContent();
    }

    private Answer remove(Call call) {
        exclusions.remove(call.principal(), call.address(ADDRESS), call.address(MEMBER));
        return Answer.noContent();
    }
}
