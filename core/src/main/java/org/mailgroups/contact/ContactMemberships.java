// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.mailgroups.value.Address;

/**
 * The port to contacts as members of groups. A contact is a member under its preferred address and with its name. If it
 * gets another address or name, so does the member.
 *
 * <p>An address is a member of a group once, by itself or through contacts. The rules are:
 *
 * <ul>
 *   <li>A contact whose address is a member already joins that member.
 *   <li>If the contact leaves, an address that was a member by itself stays. An address that was a member only through
 *       contacts goes with the last of them.
 *   <li>If the address is removed from the group, its contacts are removed with it.
 *   <li>If an address is replaced in all groups, the new address is a member by itself. Contacts that were members
 *       under the old one are not members any more, since they still have the old one.
 * </ul>
 *
 * <p>Thread-safe. Each method is one transaction, and raises the versions of the groups that it changes. Every method
 * throws {@link org.mailgroups.value.StoreUnavailableException} if the store cannot answer.
 */
public interface ContactMemberships {
    /**
     * Adds contacts to a group. One that is a member already stays.
     *
     * @param expectedVersion the version of the group that the caller has seen; empty if it does not matter
     * @return the number of new ones
     * @throws org.mailgroups.value.NotFoundException if there is no such group, or no such contact
     * @throws org.mailgroups.value.StaleVersionException if the group has another version
     * @throws org.mailgroups.value.InvalidValueException if a contact has no address, or is of another domain than the
     *     group
     * @throws org.mailgroups.value.CyclicMembershipException if a contact has the address of a group that contains this
     *     one
     */
    int add(Address group, Collection<UUID> contacts, OptionalLong expectedVersion);

    /**
     * Adds contacts to a group that is not there yet, see {@code GroupArchive}.
     *
     * @param id under which its members wait
     * @param group its address
     * @throws org.mailgroups.value.NotFoundException if there is no such contact
     * @throws org.mailgroups.value.InvalidValueException as {@link #add(Address, Collection, OptionalLong)}
     */
    void prepare(long id, Address group, Collection<UUID> contacts);

    /**
     * Adds contacts to the group with an id, whatever its address and version are by now.
     *
     * @return the number of new ones
     */
    int add(long group, Collection<UUID> contacts);

    /** Returns those of the given contacts that are members of the group with an id; none if there is none. */
    Set<UUID> among(long group, Collection<UUID> contacts);

    /**
     * Returns the ids of the contacts that are members of the group with an id under one of the given addresses; none
     * if there is no such group. Of several under one address it is the first by id.
     */
    Map<Address, UUID> contactsAt(long group, Collection<Address> addresses);

    /**
     * Removes a contact from a group.
     *
     * @param expectedVersion as for {@link #add}
     * @return whether it was a member
     * @throws org.mailgroups.value.NotFoundException if there is no such group; a contact that does not exist is no
     *     member
     * @throws org.mailgroups.value.StaleVersionException if the group has another version
     */
    boolean remove(Address group, UUID contact, OptionalLong expectedVersion);

    /** Returns a group that would become a member of itself if the contact, which is in it, had this address. */
    Optional<Address> circleWith(UUID contact, Address address);

    /** Returns the groups that a contact is a member of, by address. */
    List<Address> groupsOf(UUID contact);
}
