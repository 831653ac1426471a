// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import java.util.List;
import javax.inject.Inject;
import org.mailgroups.addressbook.AddressBookService;
import org.mailgroups.addressbook.AddressList;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.call.view.AddressBookEntryView;
import org.mailgroups.call.view.PickBody;
import org.mailgroups.members.route.MembersCall;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.Routes;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.TooManyEntriesException;

/** The groups and shared contacts that one may write to. */
public final class AddressBookRoutes implements Routes {
    private static final String DOMAIN = "domain";
    private static final String TEXT = "q";
    private static final String IDS = "ids";
    private static final String BOOK = "/api/address-book";
    private static final String RECIPIENTS = BOOK + "/recipients";

    /** The greatest number of entries in one call. */
    private static final int MAX_IDS = 1000;

    /** Enough for so many ids of contacts. */
    private static final int MAX_BYTES = 64 << 10;

    private final AddressBookService addressBook;

    @Inject
    public AddressBookRoutes(AddressBookService addressBook) {
        this.addressBook = addressBook;
    }

    /** The address list of what was picked. */
    record RecipientsView(String recipients) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(BOOK)
                        .does("groups and shared contacts, with what mail clients need to write to them")
                        .pagedQuery(DOMAIN, TEXT)
                        .answersPageOf(AddressBookEntryView.class)
                        .with(call -> Answer.ok(PageView.of(
                                addressBook.list(
                                        call.principal(),
                                        call.query().domain(DOMAIN),
                                        call.query().text(TEXT),
                                        call.query().page(AddressBookService.MAX_KEY_LENGTH)),
                                AddressBookEntryView::of))),
                Route.get(RECIPIENTS)
                        .does("the picked entries as one address list (RFC 5322)")
                        .query(IDS)
                        .answers(RecipientsView.class)
                        .with(call -> recipients(call, call.query().texts(IDS))),
                Route.post(RECIPIENTS)
                        .does("the same, for more entries than a URL has room for")
                        .takes(PickBody.class, MAX_BYTES)
                        .answers(RecipientsView.class)
                        .with(call -> recipients(call, call.body(PickBody.class).ids())));
    }

    private Answer recipients(MembersCall call, List<String> ids) {
        if (ids.isEmpty()) {
            throw new InvalidValueException("ids is missing");
        }
        TooManyEntriesException.check(IDS, ids, MAX_IDS);
        return Answer.ok(new RecipientsView(AddressList.of(addressBook.recipients(call.principal(), ids))));
    }
}
