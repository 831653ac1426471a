// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import java.util.List;
import javax.inject.Inject;
import org.mailgroups.addressbook.AddressBookService;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.call.view.AddressBookEntryView;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.Routes;

/** The groups and shared contacts that one may write to. */
public final class AddressBookRoutes implements Routes {
    private static final String DOMAIN = "domain";
    private static final String TEXT = "q";

    private final AddressBookService addressBook;

    @Inject
    public AddressBookRoutes(AddressBookService addressBook) {
        this.addressBook = addressBook;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.get("/api/address-book")
                .does("groups and shared contacts, with what mail clients need to write to them")
                .pagedQuery(DOMAIN, TEXT)
                .answersPageOf(AddressBookEntryView.class)
                .with(call -> Answer.ok(PageView.of(
                        addressBook.list(
                                call.principal(),
                                call.query().domain(DOMAIN),
                                call.query().text(TEXT),
                                call.query().page(AddressBookService.MAX_KEY_LENGTH)),
                        AddressBookEntryView::of))));
    }
}
