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
import java.util.Set;
import java.util.UUID;
import javax.inject.Inject;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.contact.ContactsFate;
import org.mailgroups.contact.DeletedContact;
import org.mailgroups.contact.FoundContactGroup;
import org.mailgroups.distribution.AddressRewriting;
import org.mailgroups.group.Address;
import org.mailgroups.group.InvalidValueException;
import org.mailgroups.group.LocalAddresses;
import org.mailgroups.group.NotFoundException;
import org.mailgroups.group.Page;
import org.mailgroups.group.PageRequest;
import org.mailgroups.group.Principal;
import org.mailgroups.webadmin.AuditTrail;
import org.mailgroups.webadmin.ExpectedVersions;
import org.mailgroups.webadmin.Field;
import org.mailgroups.webadmin.Id;

/**
 * The life of a contact group: created, found, renamed, deleted.
 *
 * <p>Thread-safe. Throws the kinds of {@link org.mailgroups.group.GroupException} that {@link ContactRepository} throws, and {@link org.mailgroups.group.NotAllowedException} where who asks is not a
 * postmaster.
 */
public final class ContactGroupService {
    /** Says in a call what becomes of the contacts. */
    static final String CONTACTS = "contacts";

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

    Page<FoundContactGroup> list(Principal principal, Optional<String> domain, PageRequest page) {
        Postmasters.require(principal);
        return contacts.groups(domain, page);
    }

    ContactGroup get(Principal principal, UUID id) {
        Postmasters.require(principal);
        return contacts.findGroup(id).orElseThrow(() -> unknown(id));
    }

    /**
     * Makes an empty contact group.
     *
     * @param domain in lower case A-labels; empty for that of the user who asks, or else the only one of this server
     * @throws InvalidValueException naming {@code domain}, if it is none of this server's, or cannot be left out
     */
    ContactGroup create(Principal principal, ContactGroupName name, Optional<String> domain) {
        Postmasters.require(principal);
        ContactGroup created = contacts.createGroup(
                domain.map(this::local).or(() -> domainOf(principal)).orElseGet(this::onlyDomain), name);
        audit.record(principal, "contact-group-created", "contactGroup", created.id(), "domain", created.domain());
        return created;
    }

    private String local(String domain) {
        if (!localAddresses.isLocalDomain(domain)) {
            throw new InvalidValueException("domain: " + domain + " is not a domain of this server");
        }
        return domain;
    }

    private Optional<String> domainOf(Principal principal) {
        try {
            return Optional.of(Address.parse(principal.name()))
                    .filter(localAddresses::isUser)
                    .map(Address::domain);
        } catch (InvalidValueException e) {
            return Optional.empty();
        }
    }

    private String onlyDomain() {
        Set<String> domains = rewriting.localDomains();
        if (domains.size() != 1) {
            throw new InvalidValueException(
                    "domain is missing: this server has several, and who asks is not a user of one of them");
        }
        return domains.iterator().next();
    }

    /** Gives a contact group another name; answers with the group as it is now. */
    ContactGroup rename(Principal principal, UUID id, ContactGroupName name, ExpectedVersions expected) {
        ContactGroup before = get(principal, id);
        ContactGroup after = contacts.renameGroup(id, name, expectedVersion(before, expected));
        if (after.version() != before.version()) {
            audit.record(principal, "contact-group-renamed", "contactGroup", id);
        }
        return after;
    }

    /**
     * A contact group in one of the versions that are expected.
     *
     * @throws org.mailgroups.group.StaleVersionException if it has none of them
     */
    ContactGroup get(Principal principal, UUID id, ExpectedVersions expected) {
        ContactGroup group = get(principal, id);
        expectedVersion(group, expected);
        return group;
    }

    /**
     * Deletes a contact group; answers with the contacts that were deleted with it.
     *
     * @throws NotFoundException naming {@code contacts}, if the contact group they are to go to does not exist
     * @throws InvalidValueException naming {@code contacts}, if they cannot go there
     */
    List<DeletedContact> delete(Principal principal, UUID id, ContactsFate fate, ExpectedVersions expected) {
        ContactGroup group = get(principal, id);
        OptionalLong expectedVersion = expectedVersion(group, expected);
        if (fate instanceof ContactsFate.MoveTo moveTo
                && contacts.findGroup(moveTo.contactGroup()).isEmpty()) {
            throw Id.unknown(CONTACTS, "contact group", moveTo.contactGroup());
        }
        List<DeletedContact> deleted = Field.named(CONTACTS, () -> contacts.deleteGroup(id, fate, expectedVersion));
        audit.record(
                principal,
                "contact-group-deleted",
                "contactGroup",
                id,
                "domain",
                group.domain(),
                "contactsDeleted",
                deleted.size());
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
