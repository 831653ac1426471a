// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

import java.util.List;
import java.util.stream.Collectors;
import org.mailgroups.value.Address;
import org.mailgroups.value.ClashException;

/** A change of shared contacts that something else stands against. */
public final class ContactClashException extends ClashException {
    private static final long serialVersionUID = 1L;

    private static final int SHOWN_GROUPS = 10;

    private ContactClashException(String message) {
        super(message);
    }

    /** A domain has a contact group of this name already. */
    public static ContactClashException nameTaken(String domain, ContactGroupName name) {
        return new ContactClashException(domain + " has a contact group " + name + " already");
    }

    /** A contact group that still has contacts was to be deleted without a word on them. */
    public static ContactClashException notEmpty(ContactGroup group) {
        long count = group.contactCount();
        return new ContactClashException("the contact group " + group.name() + " has " + count
                + (count == 1 ? " contact" : " contacts") + ": say contacts=delete or contacts=moveTo:{id}");
    }

    /** @param owner who has the identifier: another contact's name, or a user's address */
    public static ContactClashException identifierTaken(String identifier, String owner) {
        return new ContactClashException("the identifier " + identifier + " is already that of " + owner);
    }

    /** A contact that is a member of groups was to lose its last address. */
    public static ContactClashException needsAddress(Contact contact, List<Address> memberships) {
        String shown =
                memberships.stream().limit(SHOWN_GROUPS).map(Address::toString).collect(Collectors.joining(", "));
        return new ContactClashException(contact.details().name() + " is a member of " + shown
                + (memberships.size() > SHOWN_GROUPS ? " and others" : "") + ", and needs an address for that");
    }
}
