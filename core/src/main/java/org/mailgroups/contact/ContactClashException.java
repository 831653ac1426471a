// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

import java.util.List;
import java.util.stream.Collectors;
import org.mailgroups.value.Address;
import org.mailgroups.value.ClashException;

/** A change of contacts that clashes with something that is there. */
public final class ContactClashException extends ClashException {
    private static final long serialVersionUID = 1L;

    private static final int SHOWN_GROUPS = 10;

    private ContactClashException(String message) {
        super(message);
    }

    /** Returns the error for a name that another contact group of the domain has. */
    public static ContactClashException nameTaken(String domain, ContactGroupName name) {
        return new ContactClashException(domain + " has a contact group " + name + " already");
    }

    /** Returns the error for a contact group that is to be deleted and has contacts, if nothing is said about them. */
    public static ContactClashException notEmpty(ContactGroup group) {
        long count = group.contactCount();
        return new ContactClashException("the contact group " + group.name() + " has " + count
                + (count == 1 ? " contact" : " contacts") + ": say contacts=delete or contacts=moveTo:{id}");
    }

    /** Returns the error for an identifier that a user has. */
    public static ContactClashException identifierTaken(String identifier, Address user) {
        return identifierTaken(identifier, "the user " + user);
    }

    /**
     * Returns the error for an identifier that another contact has.
     *
     * @param contactGroup the name of the owner's contact group
     */
    public static ContactClashException identifierTaken(String identifier, Contact owner, String contactGroup) {
        return identifierTaken(
                identifier,
                "the contact " + owner.details().name() + " (" + owner.id() + ") in the contact group " + contactGroup);
    }

    /** Returns the error for an identifier that is wanted for two contacts at once. */
    public static ContactClashException identifierWantedTwice(String identifier, Contact other) {
        return identifierTaken(identifier, "the contact " + other.details().name() + ", who is saved with it");
    }

    private static ContactClashException identifierTaken(String identifier, String owner) {
        return new ContactClashException("the identifier " + identifier + " is already that of " + owner);
    }

    /** Returns the error for a contact that is a member of groups and would have no address any more. */
    public static ContactClashException needsAddress(Contact contact, List<Address> memberships) {
        String shown =
                memberships.stream().limit(SHOWN_GROUPS).map(Address::toString).collect(Collectors.joining(", "));
        return new ContactClashException(contact.details().name() + " is a member of " + shown
                + (memberships.size() > SHOWN_GROUPS ? " and others" : "") + ", and needs an address for that");
    }
}
