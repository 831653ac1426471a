// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import java.util.List;
import java.util.UUID;
import javax.inject.Inject;
import org.mailgroups.addressbook.AddressBookService;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.call.view.AddressBookEntryView;
import org.mailgroups.call.view.CorrespondenceView;
import org.mailgroups.correspondence.CorrespondencePage;
import org.mailgroups.correspondence.CorrespondenceService;
import org.mailgroups.members.route.MembersCall;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.Routes;
import org.mailgroups.value.Id;

/** A shared contact, and one's own correspondence with it. */
public final class ContactRoutes implements Routes {
    private static final String ID = "id";
    private static final String ONE = "/api/contacts/{" + ID + "}";

    private final AddressBookService addressBook;
    private final CorrespondenceService correspondence;

    @Inject
    public ContactRoutes(AddressBookService addressBook, CorrespondenceService correspondence) {
        this.addressBook = addressBook;
        this.correspondence = correspondence;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(ONE)
                        .does("a shared contact, with all its accounts")
                        .answers(AddressBookEntryView.class)
                        .with(call ->
                                Answer.ok(AddressBookEntryView.of(addressBook.contact(call.principal(), id(call))))),
                Route.get(ONE + "/correspondence")
                        .does("my own messages with any of the contact's accounts, newest first")
                        .pagedQuery()
                        .answersPageOf(CorrespondenceView.class)
                        .with(this::correspondence));
    }

    private static UUID id(MembersCall call) {
        return Id.parse("contact", call.text(ID));
    }

    private Answer correspondence(MembersCall call) {
        CorrespondencePage page = correspondence.list(call.principal(), id(call), call.user(), call.page());
        return Answer.ok(new PageView<>(
                page.messages().stream().map(CorrespondenceView::of).toList(),
                page.next().orElse(null)));
    }
}
