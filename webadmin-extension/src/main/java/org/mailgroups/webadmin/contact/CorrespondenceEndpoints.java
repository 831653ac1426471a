// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.contact;

import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.call.QueryParameters;
import org.mailgroups.call.view.CorrespondenceView;
import org.mailgroups.correspondence.CorrespondencePage;
import org.mailgroups.correspondence.CorrespondenceService;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.webadmin.Call;
import org.mailgroups.webadmin.Endpoints;

/**
 * The call below {@code /contacts} that lists a user's own messages with a contact.
 *
 * <pre>{@code
 * curl -H "Authorization: Bearer $(cat var/admin.jwt)" \
 *   "http://127.0.0.1:8000/contacts/$id/correspondence?user=alice@example.org&limit=10"
 * }</pre>
 */
public final class CorrespondenceEndpoints {
    private static final String ID = "id";
    private static final String USER = "user";

    private final CorrespondenceService correspondence;

    @Inject
    public CorrespondenceEndpoints(CorrespondenceService correspondence) {
        this.correspondence = correspondence;
    }

    public void define(Endpoints endpoints) {
        endpoints.get("/:id/correspondence", this::list, USER, QueryParameters.LIMIT, QueryParameters.AFTER);
    }

    private Answer list(Call call) {
        Address user = call.query().address(USER).orElseThrow(() -> new InvalidValueException(USER + " is missing"));
        CorrespondencePage page = correspondence.list(call.principal(), call.id("contact", ID), user, call.page());
        return Answer.ok(new PageView<>(
                page.messages().stream().map(CorrespondenceView::of).toList(),
                page.next().orElse(null)));
    }
}
