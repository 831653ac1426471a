// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import javax.inject.Inject;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.distribution.AddressRewriting;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;
import org.mailgroups.value.ExpectedVersions;
import org.mailgroups.value.Field;
import org.mailgroups.value.Id;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/**
 * Creates, finds, renames and deletes contact groups.
 *
 * <p>Thread-safe. Throws the kinds of {@link org.mailgroups.value.MailGroupsException} that {@link ContactRepository}
 * throws, and {@link org.mailgroups.value.NotAllowedException} if the principal is not a postmaster.
 */
public final class ContactGroupService {
    /** The parameter of a call that says what becomes of the contacts. */
    public static final String CONTACTS = "contacts";

    private final ContactRepository contacts;
    private final LocalAddresses localAddresses;
    private final AddressRewriting rewriting;
    private final AuditTrail audit;

    @Inject
    public ContactGroupService(
            ContactRepository contacts, LocalAddresses localAddresses, AddressRewriting rewriting, AuditTrail audit) {
        this.contacts = contacts;
        this.localAddresses = localAddresses;
        this.rewriting = rewriting;
        this.audit = audit;
    }

    public Page<FoundContactGroup> list(Principal principal, Optional<String> domain, PageRequest page) {
        Rights.require(principal, Act.MANAGE_CONTACTS);
        return contacts.groups(domain, page);
    }

    public ContactGroup get(Principal principal, UUID id) {
        Rights.require(principal, Act.MANAGE_CONTACTS);
        return contacts.findGroup(id).orElseThrow(() -> unknown(id));
    }

    /**
     * Creates an empty contact group.
     *
     * @param domain in lower case, in A-labels. If it is empty, it is the domain of the principal, if that is a user,
     *     or else the only domain of this server.
     * @throws InvalidValueException naming {@code domain}, if it is not a domain of this server, or is needed
     */
    public ContactGroup create(Principal principal, ContactGroupName name, Optional<String> domain) {
        Rights.require(principal, Act.MANAGE_CONTACTS);
        ContactGroup created = contacts.createGroup(
                domain.map(this::local).or(() -> domainOf(principal)).orElseGet(() -> onlyDomain(principal)), name);
        audit.record(principal, "contact-group-created", "contactGroup", created.id(), "domain", created.domain());
        return created;
    }

    private String local(String domain) {
        if (!localAddresses.isLocalDomain(domain)) {
            throw new InvalidValueException("domain", domain + " is not a domain of this server");
        }
        return domain;
    }

    private Optional<String> domainOf(Principal principal) {
        return principal.address().filter(localAddresses::isUser).map(Address::domain);
    }

    private String onlyDomain(Principal principal) {
        Set<String> domains = rewriting.localDomains();
        if (domains.size() != 1) {
            throw new InvalidValueException("domain is missing: name it, since this server has several, and "
                    + principal.name() + ", who asks, is not a user of one of them");
        }
        return domains.iterator().next();
    }

    /** Gives a contact group another name, and returns it as it is after that. */
    public ContactGroup rename(Principal principal, UUID id, ContactGroupName name, ExpectedVersions expected) {
        ContactGroup before = get(principal, id);
        ContactGroup after = contacts.renameGroup(id, name, expectedVersion(before, expected));
        if (after.version() != before.version()) {
            audit.record(principal, "contact-group-renamed", "contactGroup", id);
        }
        return after;
    }

    /**
     * Returns a contact group, if it has one of the expected versions.
     *
     * @throws org.mailgroups.value.StaleVersionException if it has none of them
     */
    public ContactGroup get(Principal principal, UUID id, ExpectedVersions expected) {
        ContactGroup group = get(principal, id);
        expectedVersion(group, expected);
        return group;
    }

    /**
     * Deletes a contact group, and returns the contacts that were deleted with it.
     *
     * @throws NotFoundException naming {@code contacts}, if they are to go to a contact group that does not exist
     * @throws InvalidValueException naming {@code contacts}, if they cannot go there
     */
    public List<DeletedContact> delete(Principal principal, UUID id, ContactsFate fate, ExpectedVersions expected) {
        ContactGroup group = get(principal, id);
        OptionalLong expectedVersion = expectedVersion(group, expected);
        if (fate instanceof ContactsFate.MoveTo moveTo
                && contacts.findGroup(moveTo.contactGroup()).isEmpty()) {
            throw Id.unknown(CONTACTS, "contact group", moveTo.contactGroup());
        }
        List<DeletedContact> deleted = Field.named(CONTACTS, () -> contacts.deleteGroup(id, fate, expectedVersion));
        audit.recordEach(
                principal,
                "contact-group-deleted",
                "contacts",
                deleted.stream().map(contact -> contact.contact().id()).toList(),
                "contactGroup",
                id,
                "domain",
                group.domain());
        deleted.stream()
                .filter(contact -> !contact.memberships().isEmpty())
                .forEach(contact -> ContactService.recordDeleted(audit, principal, contact));
        return deleted;
    }

    private static OptionalLong expectedVersion(ContactGroup group, ExpectedVersions expected) {
        return expected.against("contact group " + group.id(), group.version());
    }

    private static NotFoundException unknown(UUID id) {
        return Id.unknown("contact group", id);
    }
}
