/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.webadmin.group;

import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import org.mailgroups.group.Address;
import org.mailgroups.group.InvalidValueException;
import org.mailgroups.webadmin.Answer;
import org.mailgroups.webadmin.Call;
import org.mailgroups.webadmin.Endpoints;
import org.mailgroups.webadmin.PageView;
import org.mailgroups.webadmin.QueryParameters;
import spark.Service;

/**
 * {@code /memberships}: groups from the side of an address.
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

    @Inject
    public MembershipRoutes(MembershipService memberships, MemberService members) {
        this.memberships = memberships;
        this.members = members;
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
        endpoints.post("/:address", this::rename, ACTION, TO);
        endpoints.versioned().put("/:address/:group", this::add);
        endpoints.versioned().delete("/:address/:group", this::remove);
    }

    private Answer list(Call call) {
        return Answer.ok(PageView.of(
                memberships.list(call.address(ADDRESS), call.page()), MembershipService::key, MembershipView::of));
    }

    private Answer add(Call call) {
        members.add(
                call.principal(),
                call.address(GROUP),
                GroupBodies.member(call, call.address(ADDRESS)),
                call.expectedVersions());
        return Answer.noContent();
    }

    private Answer remove(Call call) {
        members.remove(call.principal(), call.address(GROUP), call.address(ADDRESS), call.expectedVersions());
        return Answer.noContent();
    }

    private Answer forget(Call call) {
        memberships.forget(call.principal(), call.address(ADDRESS));
        return Answer.noContent();
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
