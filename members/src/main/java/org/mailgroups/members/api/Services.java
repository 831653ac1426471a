// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import java.util.List;
import javax.inject.Inject;
import org.mailgroups.members.dav.AddressBooks;
import org.mailgroups.members.link.LinkRoutes;
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
    private final AppPasswordRoutes appPasswords;
    private final AddressBooks addressBooks;
    private final MeRoutes me;
    private final AdministrationRoutes administration;
    private final JoinRoutes joining;
    private final DeliveryRoutes delivery;
    private final ContactRoutes contacts;
    private final PostingRoutes postings;
    private final LinkRoutes links;

    @Inject
    public Services(
            GroupRoutes groups,
            MemberRoutes members,
            HeldMessageRoutes held,
            AddressBookRoutes addressBook,
            LeaveRoutes leaving,
            AppPasswordRoutes appPasswords,
            AddressBooks addressBooks,
            MeRoutes me,
            AdministrationRoutes administration,
            JoinRoutes joining,
            DeliveryRoutes delivery,
            ContactRoutes contacts,
            PostingRoutes postings,
            LinkRoutes links) {
        this.groups = groups;
        this.members = members;
        this.held = held;
        this.addressBook = addressBook;
        this.leaving = leaving;
        this.appPasswords = appPasswords;
        this.addressBooks = addressBooks;
        this.me = me;
        this.administration = administration;
        this.joining = joining;
        this.delivery = delivery;
        this.contacts = contacts;
        this.postings = postings;
        this.links = links;
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
                appPasswords,
                me,
                administration,
                joining,
                delivery,
                contacts,
                postings,
                links));
    }
}
