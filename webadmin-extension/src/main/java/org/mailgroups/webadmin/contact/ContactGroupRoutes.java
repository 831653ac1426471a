// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.contact;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import org.mailgroups.call.Answer;
import org.mailgroups.call.PageView;
import org.mailgroups.call.QueryParameters;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.ContactGroupService;
import org.mailgroups.contact.ContactService;
import org.mailgroups.contact.ContactsFate;
import org.mailgroups.contact.DeletedContact;
import org.mailgroups.right.Principal;
import org.mailgroups.value.ExpectedVersions;
import org.mailgroups.value.Id;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.webadmin.Actions;
import org.mailgroups.webadmin.Call;
import org.mailgroups.webadmin.Endpoints;
import org.mailgroups.webadmin.task.DeletionTasks;
import spark.Service;

/**
 * Routes below {@code /contact-groups}: contact groups, and the contacts in them.
 *
 * <pre>{@code
 * curl -X POST -H "Authorization: Bearer $(cat var/admin.jwt)" -H 'Content-Type: application/json' \
 *   -d '{"name":"Suppliers","domain":"example.org"}' http://127.0.0.1:8000/contact-groups
 * }</pre>
 *
 * <p>{@code docs/contacts.md} describes all routes and their errors.
 */
public final class ContactGroupRoutes implements Routes {
    public static final String BASE_PATH = "/contact-groups";

    private static final String ID = "id";
    private static final String DOMAIN = "domain";
    private static final String TEXT = "q";
    private static final String CONTACTS = ContactGroupService.CONTACTS;
    private static final String DELETE = "delete";
    private static final String MOVE_TO = "moveTo:";

    private final ContactGroupService groups;
    private final ContactService contacts;
    private final ContactFileEndpoints files;
    private final DeletionTasks deletions;

    @Inject
    public ContactGroupRoutes(
            ContactGroupService groups, ContactService contacts, ContactFileEndpoints files, DeletionTasks deletions) {
        this.groups = groups;
        this.contacts = contacts;
        this.files = files;
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
        String limit = QueryParameters.LIMIT;
        String after = QueryParameters.AFTER;

        endpoints.get("", this::list, DOMAIN, limit, after);
        endpoints.post("", this::create);
        // The first match wins, so a literal path must stand before a path with a parameter at the same place.
        files.define(endpoints);
        endpoints.get("/:id", this::get);
        versioned.patch("/:id", this::rename);
        versioned.delete("/:id", this::delete, CONTACTS);
        endpoints.get("/:id/contacts", this::listContacts, TEXT, limit, after);
        endpoints.post("/:id/contacts", files.with(new Actions().withoutAction(this::createContact)));
    }

    private static UUID id(Call call) {
        return call.id("contact group", ID);
    }

    private Answer list(Call call) {
        return Answer.ok(PageView.of(
                groups.list(
                        call.principal(),
                        call.query().domain(DOMAIN),
                        call.query().page(ContactService.MAX_POSITION_LENGTH)),
                found -> ContactGroupView.of(found.group())));
    }

    private Answer create(Call call) {
        NewContactGroupBody wanted = call.body(NewContactGroupBody.MAX_BYTES, NewContactGroupBody.class);
        ContactGroup created = groups.create(call.principal(), wanted.groupName(), wanted.domainName());
        String id = created.id().toString();
        return Answer.created(Call.location(BASE_PATH, id), Map.of(ID, id)).withVersion(created.version());
    }

    private Answer get(Call call) {
        return answer(groups.get(call.principal(), id(call)));
    }

    private static Answer answer(ContactGroup group) {
        return Answer.ok(ContactGroupView.of(group)).withVersion(group.version());
    }

    private Answer rename(Call call) {
        UUID id = id(call);
        Optional<ContactGroupName> name = call.body(ContactGroupChangeBody.MAX_BYTES, ContactGroupChangeBody.class)
                .newName();
        return answer(
                name.isPresent()
                        ? groups.rename(call.principal(), id, name.get(), call.expectedVersions())
                        : groups.get(call.principal(), id, call.expectedVersions()));
    }

    private Answer delete(Call call) {
        ContactsFate fate = fate(call.query().text(CONTACTS));
        Principal principal = call.principal();
        UUID id = id(call);
        ExpectedVersions expected = call.expectedVersions();
        return deletions.answer(deletions.deletions().contactGroup(principal, id, fate, expected), () -> {
            List<DeletedContact> deleted = groups.delete(principal, id, fate, expected);
            return fate instanceof ContactsFate.Delete ? Answer.ok(ContactView.pageOf(deleted)) : Answer.noContent();
        });
    }

    private static ContactsFate fate(String word) {
        if (word.isEmpty()) {
            return new ContactsFate.Refuse();
        }
        if (DELETE.equals(word)) {
            return new ContactsFate.Delete();
        }
        if (word.startsWith(MOVE_TO)) {
            return new ContactsFate.MoveTo(Id.parse(CONTACTS, "contact group", word.substring(MOVE_TO.length())));
        }
        throw new InvalidValueException(CONTACTS + " must be " + DELETE + " or " + MOVE_TO + "{id}");
    }

    private Answer listContacts(Call call) {
        return Answer.ok(PageView.of(
                contacts.list(
                        call.principal(),
                        id(call),
                        call.query().text(TEXT),
                        call.query().page(ContactService.MAX_POSITION_LENGTH)),
                found -> ContactView.of(found.contact())));
    }

    private Answer createContact(Call call) {
        Contact created = contacts.create(
                call.principal(),
                id(call),
                call.body(ContactBody.MAX_BYTES, ContactBody.class).newContact());
        String id = created.id().toString();
        return Answer.created(Call.location(ContactRoutes.BASE_PATH, id), Map.of(ID, id))
                .withVersion(created.version());
    }
}
