// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import javax.inject.Inject;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactMemberships;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.group.AddressRules;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;
import org.mailgroups.value.ExpectedVersions;
import org.mailgroups.value.Field;
import org.mailgroups.value.Id;
import org.mailgroups.value.InvalidValueException;

/**
 * Adds contacts to a group as members, and removes them. A contact is a member under its preferred address, and the
 * membership follows that address. It is no error to add a contact that is a member, or to remove one that is not.
 *
 * <p>Thread-safe. Every method throws {@link org.mailgroups.value.NotFoundException} for a group that does not exist.
 */
public final class ContactMemberService {
    private static final String MEMBER = "member";

    private final GroupRepository groups;
    private final ContactRepository contacts;
    private final ContactMemberships memberships;
    private final AddressRules rules;
    private final GroupRights rights;
    private final Nesting nesting;
    private final AuditTrail audit;

    @Inject
    public ContactMemberService(
            GroupRepository groups,
            ContactRepository contacts,
            ContactMemberships memberships,
            AddressRules rules,
            GroupRights rights,
            Nesting nesting,
            AuditTrail audit) {
        this.groups = groups;
        this.contacts = contacts;
        this.memberships = memberships;
        this.rules = rules;
        this.rights = rights;
        this.nesting = nesting;
        this.audit = audit;
    }

    /**
     * Adds a contact.
     *
     * @throws org.mailgroups.value.NotFoundException also if there is no such contact that the principal may see
     * @throws InvalidValueException naming {@code member}, if the contact has no address, if mail to its address would
     *     go nowhere, or if it is of another domain
     */
    public void add(Principal principal, Address group, UUID id, ExpectedVersions expected) {
        rights.require(principal, Act.CHANGE_MEMBERS, group);
        OptionalLong version = require(group, expected);
        Contact contact = contacts.find(id)
                .filter(found -> found.details().shared() || Rights.may(principal, Act.SEE_UNSHARED_CONTACTS))
                .orElseThrow(() -> Id.unknown("contact", id));
        Address address = contact.details()
                .preferred()
                .orElseThrow(() -> new InvalidValueException(
                        MEMBER, contact.details().name() + " has no address, and a member needs one"));
        nesting.require(principal, List.of(address));
        rules.requireMember(MEMBER, group, address);
        if (Field.named(MEMBER, () -> memberships.add(group, List.of(id), version)) > 0) {
            audit.record(principal, "member-added", "group", group, MEMBER, address, "contact", id);
        }
    }

    public void remove(Principal principal, Address group, UUID id, ExpectedVersions expected) {
        rights.require(principal, Act.CHANGE_MEMBERS, group);
        OptionalLong version = require(group, expected);
        if (memberships.remove(group, id, version)) {
            audit.record(principal, "member-removed", "group", group, "contact", id);
        }
    }

    /**
     * Returns the version that the group must still have, if it matters; the group is there, in an expected version.
     */
    private OptionalLong require(Address group, ExpectedVersions expected) {
        return groups.get(group).expected(expected);
    }
}
