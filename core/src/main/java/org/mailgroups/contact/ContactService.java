// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import javax.inject.Inject;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.group.Destinations;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.profile.Identifiers;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;
import org.mailgroups.value.ExpectedVersions;
import org.mailgroups.value.Field;
import org.mailgroups.value.Id;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/**
 * Creates, finds, changes, moves and deletes contacts.
 *
 * <p>Thread-safe. Throws the kinds of {@link org.mailgroups.value.MailGroupsException} that {@link ContactRepository}
 * throws, and {@link org.mailgroups.value.NotAllowedException} if the principal is not a postmaster.
 */
public final class ContactService {
    /** The longest {@link FoundContact#position()}, in characters. A name in base 64 and an id fit into it. */
    public static final int MAX_POSITION_LENGTH = 1200;

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

    /** Returns the contacts of a contact group by name, or those in which the text is found, by relevance. */
    public Page<FoundContact> list(Principal principal, UUID contactGroup, String text, PageRequest page) {
        Rights.require(principal, Act.MANAGE_CONTACTS);
        if (text.isEmpty()) {
            return contacts.list(contactGroup, page);
        }
        if (contacts.findGroup(contactGroup).isEmpty()) {
            throw Id.unknown("contact group", contactGroup);
        }
        return contacts.search(new ContactFilter(Optional.empty(), Optional.of(contactGroup), false, text), page);
    }

    /**
     * Returns the contacts of all contact groups, shared or not, by name, or those in which the text is found, by
     * relevance.
     *
     * @param domain in lower case, in A-labels; empty for all
     * @param shared only those that are shared, or only those that are not; empty for both
     */
    public Page<FoundContact> search(
            Principal principal, Optional<String> domain, Optional<Boolean> shared, String text, PageRequest page) {
        Rights.require(principal, Act.MANAGE_CONTACTS);
        return contacts.search(new ContactFilter(domain, Optional.empty(), false, shared, text), page);
    }

    public Contact get(Principal principal, UUID id) {
        Rights.require(principal, Act.MANAGE_CONTACTS);
        return contacts.find(id).orElseThrow(() -> Id.unknown("contact", id));
    }

    public Contact create(Principal principal, UUID contactGroup, ContactDraft draft) {
        Rights.require(principal, Act.MANAGE_CONTACTS);
        requireSound(draft.details());
        Contact created = contacts.create(contactGroup, NewContact.of(draft.details()));
        audit.record(principal, "contact-created", "contact", created.id(), "contactGroup", contactGroup);
        return created;
    }

    /**
     * Replaces the details of a contact by those of the draft, and returns the contact as it is after that.
     *
     * @throws InvalidValueException also if the draft has another id or contact group, or if the contact is a member of
     *     groups and mail to its new preferred address would go nowhere
     */
    public Contact replace(Principal principal, UUID id, ContactDraft draft, ExpectedVersions expected) {
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
            throw new InvalidValueException(field + " is not " + actual + "; give that or leave it out: " + reason);
        }
    }

    private static void requireSound(ContactDetails details) {
        details.identifier().flatMap(Identifiers::defect).ifPresent(defect -> {
            throw new InvalidValueException("identifier", defect);
        });
    }

    private void requireDestination(Contact before, ContactDraft draft) {
        Optional<Address> wanted = draft.details().preferred();
        if (wanted.isEmpty()
                || wanted.equals(before.details().preferred())
                || memberships.groupsOf(before.id()).isEmpty()) {
            return;
        }
        destinations.refusals(List.of(wanted.get())).values().forEach(refusal -> {
            throw new InvalidValueException(
                    draft.preferredField(), refusal + "; and the contact is a member of groups");
        });
    }

    /** Deletes a contact, and returns it as it was. */
    public DeletedContact delete(Principal principal, UUID id, ExpectedVersions expected) {
        OptionalLong expectedVersion = expectedVersion(get(principal, id), expected);
        DeletedContact deleted = contacts.delete(List.of(id), expectedVersion).get(0);
        recordDeleted(audit, principal, deleted);
        return deleted;
    }

    private static OptionalLong expectedVersion(Contact contact, ExpectedVersions expected) {
        return expected.against("contact " + contact.id(), contact.version());
    }

    /** Deletes contacts, all or none, and returns them as they were, each once. */
    public List<DeletedContact> deleteAll(Principal principal, List<UUID> ids) {
        Rights.require(principal, Act.MANAGE_CONTACTS);
        List<DeletedContact> deleted = contacts.delete(ids, OptionalLong.empty());
        deleted.forEach(contact -> recordDeleted(audit, principal, contact));
        return deleted;
    }

    static void recordDeleted(AuditTrail audit, Principal principal, DeletedContact deleted) {
        audit.record(
                principal,
                "contact-deleted",
                "contact",
                deleted.contact().id(),
                "contactGroup",
                deleted.contact().contactGroup(),
                "memberships",
                deleted.memberships());
    }

    /**
     * Moves contacts into another contact group of their domain, all or none.
     *
     * @throws org.mailgroups.value.NotFoundException naming {@code contactGroup}, or the first contact that does not
     *     exist
     * @throws InvalidValueException naming {@code contactGroup}, if it is of another domain than a contact
     */
    public void moveAll(Principal principal, List<UUID> ids, UUID contactGroup) {
        Rights.require(principal, Act.MANAGE_CONTACTS);
        if (contacts.findGroup(contactGroup).isEmpty()) {
            throw Id.unknown("contactGroup", "contact group", contactGroup);
        }
        move(ids, contactGroup);
        if (!ids.isEmpty()) {
            audit.recordEach(principal, "contacts-moved", "contacts", ids, "contactGroup", contactGroup);
        }
    }

    private void move(List<UUID> ids, UUID contactGroup) {
        Field.named("contactGroup", () -> {
            contacts.move(ids, contactGroup);
            return contactGroup;
        });
    }
}
