// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactMemberships;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.value.Address;

/** Finds the contacts that are members of a group, for many members at once. Thread-safe. */
public final class MemberContacts {
    private final ContactRepository contacts;
    private final ContactMemberships memberships;

    @Inject
    public MemberContacts(ContactRepository contacts, ContactMemberships memberships) {
        this.contacts = contacts;
        this.memberships = memberships;
    }

    /** Returns the contacts, shared or not, that are members under one of these addresses, by address. */
    public Map<Address, Contact> of(long group, Collection<Address> members) {
        Map<Address, UUID> ids = memberships.contactsAt(group, members);
        if (ids.isEmpty()) {
            return Map.of();
        }
        Map<UUID, Contact> found = contacts.findAll(ids.values());
        Map<Address, Contact> byAddress = new LinkedHashMap<>();
        ids.forEach((address, id) ->
                Optional.ofNullable(found.get(id)).ifPresent(contact -> byAddress.put(address, contact)));
        return byAddress;
    }
}
