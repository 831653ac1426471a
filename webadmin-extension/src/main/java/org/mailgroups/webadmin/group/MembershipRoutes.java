// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.call.QueryParameters;
import org.mailgroups.call.view.MemberNameBody;
import org.mailgroups.call.view.MembershipView;
import org.mailgroups.membership.MemberService;
import org.mailgroups.membership.MembershipService;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.webadmin.Call;
import org.mailgroups.webadmin.Endpoints;
import org.mailgroups.webadmin.task.DeletionTasks;
import spark.Service;

/**
 * Routes below {@code /memberships}: the groups that an address is in.
 *
 * <pre>{@code
 * curl -X POST -H "Authorization: Bearer $(cat var/admin.jwt)" \
 *   'http://127.0.0.1:8000/memberships/bob@example.org?action=rename&to=robert@example.org'
 * }</pre>
 */
public final class MembershipRoutes implements Routes {
    public static final String BASE_PATH = "/memberships";

    private static final String ADDRESS = "address";
    private static final String GROUP = "group";
    private static final String ACTION = "action";
    private static final String RENAME = "rename";
    private static final String TO = "to";

    private final MembershipService memberships;
    private final MemberService members;
    private final DeletionTasks deletions;

    @Inject
    public MembershipRoutes(MembershipService memberships, MemberService members, DeletionTasks deletions) {
        this.memberships = memberships;
        this.members = members;
        this.deletions = deletions;
    }

    @Override
    public String getBasePath() {
        return BASE_PATH;
    }

    @Override
    public void define(Service service) {
        Endpoints endpoints = Endpoints.under(BASE_PATH, service);
        endpoints.get("/:address", this::list, QueryParameters.LIMIT, QueryParameters.AFTER);
        endpoints.delete("/:address", this::forget);
        endpoints.post("/:address", Endpoints.withoutBody(this::rename), ACTION, TO);
        endpoints.versioned().put("/:address/:group", this::add);
        endpoints.versioned().delete("/:address/:group", this::remove);
    }

    private Answer list(Call call) {
        return Answer.ok(PageView.of(
                memberships.list(call.principal(), call.address(ADDRESS), call.page()), MembershipView::of));
    }

    private Answer add(Call call) {
        members.add(
                call.principal(),
                call.address(GROUP),
                call.optionalBody(MemberNameBody.MAX_BYTES, MemberNameBody.class)
                        .member(call.address(ADDRESS)),
                call.expectedVersions());
        return Answer.noContent();
    }

    private Answer remove(Call call) {
        members.remove(call.principal(), call.address(GROUP), call.address(ADDRESS), call.expectedVersions());
        return Answer.noContent();
    }

    private Answer forget(Call call) {
        Principal principal = call.principal();
        Address address = call.address(ADDRESS);
        return deletions.answer(deletions.deletions().memberships(principal, address), () -> {
            memberships.forget(principal, address);
            return Answer.noContent();
        });
    }

    private Answer rename(Call call) {
        if (!RENAME.equals(call.query().text(ACTION))) {
            throw new InvalidValueException("action must be " + RENAME);
        }
        Address to = call.query().address(TO).orElseThrow(() -> new InvalidValueException("to is missing"));
        memberships.rename(call.principal(), call.address(ADDRESS), to);
        return Answer.noContent();
    }
}
