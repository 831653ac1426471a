// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.mailgroups.value.Address;
import org.mailgroups.value.AddressTakenException;
import org.mailgroups.value.CyclicMembershipException;
import org.mailgroups.value.LastAdministratorException;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.StaleVersionException;
import org.mailgroups.value.StoreUnavailableException;

/**
 * The port to where groups are kept. What it guarantees, whatever the database:
 *
 * <ul>
 *   <li>every method is one transaction: it happens wholly or not at all;
 *   <li>no two groups have one address, and no group is a member of itself, directly or through others, even when two callers try at once;
 *   <li>a change is seen by the next call on this node at once;
 *   <li>each change of a group or its members raises the group's version; a call that changes nothing raises nothing.
 * </ul>
 *
 * <p>Whether an address is free of users and mappings of the mail server is the caller's question (see {@link LocalAddresses}).
 *
 * <p>Thread-safe. Every method throws {@link StoreUnavailableException} where the store cannot answer.
 */
public interface GroupRepository {
    /**
     * Creates a group.
     *
     * @throws AddressTakenException if a group has the address
     * @throws CyclicMembershipException if a member is, or contains, this group
     */
    Group create(NewGroup group);

    Optional<Group> find(Address address);

    /** Groups by address; the page's key is {@link Address#key()}. */
    Page<Group> list(GroupFilter filter, PageRequest page);

    /**
     * Changes a group.
     *
     * @param expectedVersion the version the caller has seen; empty if it does not matter
     * @throws NotFoundException if there is no such group
     * @throws StaleVersionException if the group has another version
     * @throws AddressTakenException if another group has the new address
     * @throws CyclicMembershipException if the new address would make the group a member of itself
     */
    Group update(Address address, GroupChange change, OptionalLong expectedVersion);

    /**
     * Disbands a group: it, its memberships, and its membership in other groups are gone.
     *
     * @throws NotFoundException if there is no such group
     * @throws StaleVersionException if the group has another version
     */
    void delete(Address address, OptionalLong expectedVersion);

    /**
     * Direct members by address, with the text in name or address; the page's key is {@link Address#key()}.
     *
     * @param text regardless of case; empty for any
     * @throws NotFoundException if there is no such group
     */
    Page<Member> members(Address group, String text, PageRequest page);

    /**
     * Those of the given addresses that are direct members.
     *
     * @throws NotFoundException if there is no such group
     */
    Set<Address> membersAmong(Address group, Collection<Address> addresses);

    /** Those of the given addresses that are direct members of some group, whichever. */
    Set<Address> inAnyGroup(Collection<Address> addresses);

    /**
     * Those of the given addresses that are direct members, and what they are known as: the name of the membership, else of the profile, else empty.
     *
     * @throws NotFoundException if there is no such group
     */
    Map<Address, String> memberNames(Address group, Collection<Address> addresses);

    /**
     * Adds members; one that is there already stays as it is, but takes a name where one is given.
     *
     * @param expectedVersion the version the caller has seen; empty if it does not matter
     * @return how many were new
     * @throws NotFoundException if there is no such group
     * @throws StaleVersionException if the group has another version
     * @throws CyclicMembershipException if one of them is a group that contains this one
     */
    int addMembers(Address group, Collection<NewMember> members, OptionalLong expectedVersion);

    /** Adds members, whatever the group's version is. */
    default int addMembers(Address group, Collection<NewMember> members) {
        return addMembers(group, members, OptionalLong.empty());
    }

    /**
     * Removes members; one that is not there is passed over.
     *
     * @param expectedVersion the version the caller has seen; empty if it does not matter
     * @return how many were there
     * @throws NotFoundException if there is no such group
     * @throws StaleVersionException if the group has another version
     */
    int removeMembers(Address group, Collection<Address> members, OptionalLong expectedVersion);

    /** Removes members, whatever the group's version is. */
    default int removeMembers(Address group, Collection<Address> members) {
        return removeMembers(group, members, OptionalLong.empty());
    }

    /** The groups that have this address as a direct member, by address; unpaged, for walking upwards. */
    List<Group> groupsWithMember(Address member);

    /**
     * Takes an address out of every group, as member and as administrator.
     *
     * @return whether it was in one
     * @throws LastAdministratorException naming the groups that would have no administrator; then nothing has changed
     */
    boolean forget(Address address);

    /**
     * Puts a new address in the place of another one in every group, as member and as administrator. As a member it is there by itself; contacts that were members under the other one are members no more.
     *
     * @return whether the other one was in a group; not where both are the same
     * @throws CyclicMembershipException if a group would become a member of itself
     */
    boolean rename(Address from, Address to);
}
