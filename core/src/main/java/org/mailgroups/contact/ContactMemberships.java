// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.mailgroups.value.Address;

/**
 * The port to contacts as members of groups: a contact is a member under its preferred address and with its name, and both follow the contact.
 *
 * <p>The rules, where addresses and contacts meet in one group: an address is a member once. A contact whose address is a member already joins it, and where it leaves, an address that was a member by
 * itself stays; one that was there by contacts alone goes with the last of them. Whoever removes the address from the group, removes with it the contacts that are there under it. Where a user's or a group's address is
 * renamed in all groups, the member under the new one is there by itself, and contacts that were there under the old one, which they still have, are members no more.
 *
 * <p>Thread-safe; each method is one transaction, and raises the versions of the groups that it changes. Every method throws {@link org.mailgroups.value.StoreUnavailableException} where the store cannot answer.
 */
public interface ContactMemberships {
    /**
     * Adds contacts to a group; one that is a member already stays.
     *
     * @param expectedVersion the version of the group that the caller has seen; empty if it does not matter
     * @return how many were new
     * @throws org.mailgroups.value.NotFoundException if there is no such group, or no such contact
     * @throws org.mailgroups.value.StaleVersionException if the group has another version
     * @throws org.mailgroups.value.InvalidValueException if a contact has no address, or is of another domain than the group
     * @throws org.mailgroups.value.CyclicMembershipException if a contact's address is that of a group which contains this one
     */
    int add(Address group, Collection<UUID> contacts, OptionalLong expectedVersion);

    /**
     * Removes a contact from a group.
     *
     * @param expectedVersion as for {@link #add}
     * @return whether it was a member
     * @throws org.mailgroups.value.NotFoundException if there is no such group; a contact that does not exist is no member
     * @throws org.mailgroups.value.StaleVersionException if the group has another version
     */
    boolean remove(Address group, UUID contact, OptionalLong expectedVersion);

    /** Those of the given contacts that are members of a group; none if there is no such group. */
    Set<UUID> among(Address group, Collection<UUID> contacts);

    /** The contacts that are members of a group under one of the given addresses; of several under one address the first by id. */
    Map<Address, UUID> contactsAt(Address group, Collection<Address> addresses);

    /** The groups in which a contact is a member, by address. */
    List<Address> groupsOf(UUID contact);
}
