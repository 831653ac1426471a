/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.webadmin.contact;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactFilter;
import org.mailgroups.contact.ContactMemberships;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.contact.DeletedContact;
import org.mailgroups.contact.FoundContact;
import org.mailgroups.contact.NewContact;
import org.mailgroups.distribution.Destinations;
import org.mailgroups.distribution.GroupLookup;
import org.mailgroups.group.Address;
import org.mailgroups.group.InvalidValueException;
import org.mailgroups.group.LocalAddresses;
import org.mailgroups.group.Page;
import org.mailgroups.group.PageRequest;
import org.mailgroups.group.Principal;
import org.mailgroups.webadmin.AuditTrail;
import org.mailgroups.webadmin.ExpectedVersions;
import org.mailgroups.webadmin.Field;
import org.mailgroups.webadmin.Id;
import org.mailgroups.webadmin.imports.Identifiers;

/**
 * The life of a contact, as its postmaster sees it: made, found, edited, moved, deleted.
 *
 * <p>Thread-safe. Throws the kinds of {@link org.mailgroups.group.GroupException} that {@link ContactRepository} throws, and {@link org.mailgroups.group.NotAllowedException} where who asks is not a
 * postmaster.
 */
public final class ContactService {
    /** The longest {@link FoundContact#position()}, in characters: with room for a name in base 64, and an id. */
    static final int MAX_POSITION_LENGTH = 1200;

    private final ContactRepository contacts;
    private final ContactMemberships memberships;
    private final Destinations destinations;
    private final AuditTrail audit;

    @Inject
    public ContactService(
            ContactRepository contacts,
            ContactMemberships memberships,
            LocalAddresses localAddresses,
            GroupLookup groups,
            AuditTrail audit) {
        this.contacts = contacts;
        this.memberships = memberships;
        this.destinations = new Destinations(localAddresses, groups);
        this.audit = audit;
    }

    /** The contacts of a group: by name, or where there is a text, those in which it is found, by relevance. */
    Page<FoundContact> list(Principal principal, UUID contactGroup, String text, PageRequest page) {
        Postmasters.require(principal);
        if (text.isEmpty()) {
            return contacts.list(contactGroup, page);
        }
        if (contacts.findGroup(contactGroup).isEmpty()) {
            throw Id.unknown("contact group", contactGroup);
        }
        return contacts.search(new ContactFilter(Optional.empty(), Optional.of(contactGroup), false, text), page);
    }

    Contact get(Principal principal, UUID id) {
        Postmasters.require(principal);
        return contacts.find(id).orElseThrow(() -> Id.unknown("contact", id));
    }

    Contact create(Principal principal, UUID contactGroup, ContactDraft draft) {
        Postmasters.require(principal);
        requireSound(draft.details());
        Contact created = contacts.create(contactGroup, NewContact.of(draft.details()));
        audit.record(principal, "contact-created", "contact", created.id(), "contactGroup", contactGroup);
        return created;
    }

    /**
     * Makes a contact what the draft says.
     *
     * @throws InvalidValueException also if the draft has another id or contact group, or if the contact is a member of groups and mail to its new preferred address would go nowhere
     */
    Contact replace(Principal principal, UUID id, ContactDraft draft, ExpectedVersions expected) {
        Contact before = get(principal, id);
        OptionalLong expectedVersion = expectedVersion(before, expected);
        requireSame("id", draft.id(), id, "it is the one in the path");
        requireSame("contactGroup", draft.contactGroup(), before.contactGroup(), "a contact is moved with action=move");
        if (!draft.details().idNumber().equals(before.details().idNumber())) {
            requireSound(draft.details());
        }
        requireDestination(before, draft);
        Contact after = contacts.update(id, draft.details(), expectedVersion);
        if (after.version() != before.version()) {
            audit.record(
                    principal,
                    "contact-changed",
                    "contact",
                    id,
                    "address",
                    after.details().preferred().map(Address::toString).orElse(""));
        }
        return after;
    }

    private static void requireSame(String field, String given, UUID actual, String reason) {
        if (!given.isEmpty() && !given.equalsIgnoreCase(actual.toString())) {
            throw new InvalidValueException(field + " is not " + actual + ": " + reason);
        }
    }

    private static void requireSound(ContactDetails details) {
        details.identifier().flatMap(Identifiers::defect).ifPresent(defect -> {
            throw new InvalidValueException("identifier: " + defect);
        });
    }

    private void requireDestination(Contact before, ContactDraft draft) {
        Optional<Address> wanted = draft.details().preferred();
        if (wanted.isEmpty()
                || wanted.equals(before.details().preferred())
                || memberships.groupsOf(before.id()).isEmpty()) {
            return;
        }
        if (!destinations.missingAmong(List.of(wanted.get())).isEmpty()) {
            throw new InvalidValueException(
                    draft.preferredField() + ": " + wanted.get()
                            + " is neither a user nor a group nor a mapping of this server, and the contact is a member of groups");
        }
    }

    /** Deletes a contact; answers with what it was. */
    DeletedContact delete(Principal principal, UUID id, ExpectedVersions expected) {
        OptionalLong expectedVersion = expectedVersion(get(principal, id), expected);
        DeletedContact deleted = contacts.delete(List.of(id), expectedVersion).get(0);
        recordDeleted(audit, principal, deleted);
        return deleted;
    }

    private static OptionalLong expectedVersion(Contact contact, ExpectedVersions expected) {
        return expected.against("contact " + contact.id(), contact.version());
    }

    /** Deletes contacts, all or none; answers with what they were, each once. */
    List<DeletedContact> deleteAll(Principal principal, List<UUID> ids) {
        Postmasters.require(principal);
        List<DeletedContact> deleted = contacts.delete(ids, OptionalLong.empty());
        deleted.forEach(contact -> recordDeleted(audit, principal, contact));
        return deleted;
    }

    static void recordDeleted(AuditTrail audit, Principal principal, DeletedContact deleted) {
        String ended = deleted.memberships().stream().map(Address::toString).collect(Collectors.joining(","));
        audit.record(
                principal,
                "contact-deleted",
                "contact",
                deleted.contact().id(),
                "contactGroup",
                deleted.contact().contactGroup(),
                "memberships",
                ended);
    }

    /**
     * Moves contacts into another contact group of their domain, all or none.
     *
     * @throws org.mailgroups.group.NotFoundException naming {@code contactGroup}, or the first contact that does not exist
     * @throws InvalidValueException naming {@code contactGroup}, if it is of another domain than a contact
     */
    void moveAll(Principal principal, List<UUID> ids, UUID contactGroup) {
        Postmasters.require(principal);
        if (contacts.findGroup(contactGroup).isEmpty()) {
            throw Id.unknown("contactGroup", "contact group", contactGroup);
        }
        move(ids, contactGroup);
        if (!ids.isEmpty()) {
            audit.record(principal, "contacts-moved", "contactGroup", contactGroup, "count", ids.size());
        }
    }

    private void move(List<UUID> ids, UUID contactGroup) {
        Field.named("contactGroup", () -> {
            contacts.move(ids, contactGroup);
            return contactGroup;
        });
    }
}
