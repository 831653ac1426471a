// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import java.util.List;
import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.creation.CreationRules;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.Routes;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;

/** Who has logged in. */
public final class MeRoutes implements Routes {
    private final CreationRules creation;

    @Inject
    public MeRoutes(CreationRules creation) {
        this.creation = creation;
    }

    /**
     * Somebody who has logged in.
     *
     * @param user the user's address; of a postmaster the name in the token
     * @param aliases the user's other addresses
     * @param mayCreateGroups whether this one may create groups here
     * @param postmaster whether it is a postmaster, who sees all groups
     */
    record PersonView(String user, List<String> aliases, boolean mayCreateGroups, boolean postmaster) {}

    @Override
    public List<Route> routes() {
        return List.of(Route.get("/api/me")
                .does("who I am, my other addresses, and what I may do that is about no group")
                .answers(PersonView.class)
                .with(call -> Answer.ok(view(call.principal()))));
    }

    private PersonView view(Principal principal) {
        List<String> aliases = principal.addresses().stream()
                .sorted()
                .map(Address::toString)
                .filter(address -> !address.equals(principal.name()))
                .toList();
        return new PersonView(
                principal.name(),
                aliases,
                creation.byUsers() || Rights.may(principal, Act.CREATE_GROUP),
                Rights.may(principal, Act.LIST_GROUPS));
    }
}
