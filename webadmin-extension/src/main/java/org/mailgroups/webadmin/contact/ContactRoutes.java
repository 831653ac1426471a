// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.contact;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.call.QueryParameters;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactService;
import org.mailgroups.right.Principal;
import org.mailgroups.webadmin.Actions;
import org.mailgroups.webadmin.Call;
import org.mailgroups.webadmin.Endpoints;
import org.mailgroups.webadmin.contact.SelectionBody.Move;
import org.mailgroups.webadmin.task.DeletionTasks;
import spark.Service;

/**
 * Routes below {@code /contacts}: contacts, one or several at a time.
 *
 * <pre>{@code
 * curl -X POST -H "Authorization: Bearer $(cat var/admin.jwt)" -H 'Content-Type: application/json' \
 *   -d '{"ids":["0b0cf6c8-6f3a-4a53-9df1-2f5ce8ae3f5b"]}' 'http://127.0.0.1:8000/contacts?action=delete'
 * }</pre>
 */
public final class ContactRoutes implements Routes {
    public static final String BASE_PATH = "/contacts";

    private static final String ID = "id";
    private static final String TEXT = "q";
    private static final String DOMAIN = "domain";
    private static final String SHARED = "shared";

    private final ContactService contacts;
    private final CorrespondenceEndpoints correspondence;
    private final DeletionTasks deletions;

    @Inject
    public ContactRoutes(ContactService contacts, CorrespondenceEndpoints correspondence, DeletionTasks deletions) {
        this.contacts = contacts;
        this.correspondence = correspondence;
        this.deletions = deletions;
    }

    @Override
    public String getBasePath() {
        return BASE_PATH;
    }

    @Override
    public void define(Service service) {
        Endpoints endpoints = Endpoints.under(BASE_PATH, service);
        Endpoints versioned = endpoints.versioned();
        endpoints.post("", new Actions().with("delete", this::deleteAll).with("move", this::moveAll));
        endpoints.get("", this::search, TEXT, DOMAIN, SHARED, QueryParameters.LIMIT, QueryParameters.AFTER);
        endpoints.get("/:id", this::get);
        versioned.put("/:id", this::replace);
        versioned.delete("/:id", this::delete);
        correspondence.define(endpoints);
    }

    private static UUID id(Call call) {
        return call.id("contact", ID);
    }

    private Answer search(Call call) {
        QueryParameters query = call.query();
        Optional<Boolean> shared = query.text(SHARED).isEmpty() ? Optional.empty() : Optional.of(query.flag(SHARED));
        return Answer.ok(PageView.of(
                contacts.search(
                        call.principal(),
                        query.domain(DOMAIN),
                        shared,
                        query.text(TEXT),
                        query.page(ContactService.MAX_POSITION_LENGTH)),
                found -> ContactView.of(found.contact())));
    }

    private Answer get(Call call) {
        return answer(contacts.get(call.principal(), id(call)));
    }

    private Answer replace(Call call) {
        UUID id = id(call);
        return answer(contacts.replace(
                call.principal(),
                id,
                call.body(ContactBody.MAX_BYTES, ContactBody.class).contact(),
                call.expectedVersions()));
    }

    private static Answer answer(Contact contact) {
        return Answer.ok(ContactView.of(contact)).withVersion(contact.version());
    }

    private Answer delete(Call call) {
        return Answer.ok(ContactView.of(contacts.delete(call.principal(), id(call), call.expectedVersions())));
    }

    private Answer deleteAll(Call call) {
        Principal principal = call.principal();
        List<UUID> ids = call.body(SelectionBody.MAX_BYTES_TO_DELETE, SelectionBody.class)
                .contacts();
        return deletions.answer(
                deletions.deletions().contacts(principal, ids),
                () -> Answer.ok(ContactView.pageOf(contacts.deleteAll(principal, ids))));
    }

    private Answer moveAll(Call call) {
        Move move = call.body(SelectionBody.MAX_BYTES, Move.class);
        contacts.moveAll(call.principal(), move.contacts(), move.target());
        return Answer.noContent();
    }
}
