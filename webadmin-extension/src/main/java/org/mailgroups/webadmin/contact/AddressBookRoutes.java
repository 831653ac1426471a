// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.contact;

import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import org.mailgroups.addressbook.AddressBookService;
import org.mailgroups.addressbook.AddressList;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.call.QueryParameters;
import org.mailgroups.call.view.AddressBookEntryView;
import org.mailgroups.call.view.PickBody;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.TooManyEntriesException;
import org.mailgroups.webadmin.Call;
import org.mailgroups.webadmin.Endpoints;
import spark.Service;

/**
 * Routes below {@code /address-book}. They find groups and shared contacts, and give the addresses to write to.
 *
 * <pre>{@code
 * curl -H "Authorization: Bearer $(cat var/admin.jwt)" 'http://127.0.0.1:8000/address-book?domain=example.org&q=smith'
 * }</pre>
 */
public final class AddressBookRoutes implements Routes {
    public static final String BASE_PATH = "/address-book";

    private static final String DOMAIN = "domain";
    private static final String TEXT = "q";
    private static final String IDS = "ids";

    /** The greatest number of entries in one call. */
    private static final int MAX_IDS = 1000;

    private final AddressBookService addressBook;

    @Inject
    public AddressBookRoutes(AddressBookService addressBook) {
        this.addressBook = addressBook;
    }

    @Override
    public String getBasePath() {
        return BASE_PATH;
    }

    @Override
    public void define(Service service) {
        Endpoints endpoints = Endpoints.under(BASE_PATH, service);
        endpoints.get("", this::list, DOMAIN, TEXT, QueryParameters.LIMIT, QueryParameters.AFTER);
        endpoints.get("/recipients", call -> recipients(call, call.query().texts(IDS)), IDS);
        endpoints.post(
                "/recipients",
                call -> recipients(
                        call, call.body(PickBody.MAX_BYTES, PickBody.class).ids()));
    }

    private Answer list(Call call) {
        return Answer.ok(PageView.of(
                addressBook.list(
                        call.principal(),
                        call.query().domain(DOMAIN),
                        call.query().text(TEXT),
                        call.query().page(AddressBookService.MAX_KEY_LENGTH)),
                AddressBookEntryView::of));
    }

    private Answer recipients(Call call, List<String> ids) {
        if (ids.isEmpty()) {
            throw new InvalidValueException("ids is missing");
        }
        TooManyEntriesException.check(IDS, ids, MAX_IDS);
        return Answer.ok(Map.of("recipients", AddressList.of(addressBook.recipients(call.principal(), ids))));
    }
}
