// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import java.util.List;
import javax.inject.Inject;
import org.mailgroups.members.dav.AddressBooks;
import org.mailgroups.members.login.Logins;
import org.mailgroups.members.login.Sessions;
import org.mailgroups.members.route.RouteTable;

/** All routes of the port. A new subject is one more parameter here. */
public final class Services {
    private final GroupRoutes groups;
    private final MemberRoutes members;
    private final HeldMessageRoutes held;
    private final AddressBookRoutes addressBook;
    private final LeaveRoutes leaving;
    private final HeldLinkRoutes heldLinks;
    private final AppPasswordRoutes appPasswords;
    private final AddressBooks addressBooks;
    private final MeRoutes me;
    private final AdministrationRoutes administration;

    @Inject
    public Services(
            GroupRoutes groups,
            MemberRoutes members,
            HeldMessageRoutes held,
            AddressBookRoutes addressBook,
            LeaveRoutes leaving,
            HeldLinkRoutes heldLinks,
            AppPasswordRoutes appPasswords,
            AddressBooks addressBooks,
            MeRoutes me,
            AdministrationRoutes administration) {
        this.groups = groups;
        this.members = members;
        this.held = held;
        this.addressBook = addressBook;
        this.leaving = leaving;
        this.heldLinks = heldLinks;
        this.appPasswords = appPasswords;
        this.addressBooks = addressBooks;
        this.me = me;
        this.administration = administration;
    }

    /** Returns what answers mail programs that show the address book. */
    public AddressBooks addressBooks() {
        return addressBooks;
    }

    public RouteTable routes(Logins logins, Sessions sessions) {
        return new RouteTable(List.of(
                new SessionRoutes(logins, sessions),
                new HealthRoute(),
                groups,
                members,
                held,
                addressBook,
                leaving,
                heldLinks,
                appPasswords,
                me,
                administration));
    }
}
