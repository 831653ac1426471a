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
 * The port to the store of groups. It guarantees, whatever the database:
 *
 * <ul>
 *   <li>every method is one transaction: it happens as a whole or not at all;
 *   <li>no two groups have the same address, even if two callers try at once;
 *   <li>no group is a member of itself, directly or through others, even if two callers try at once;
 *   <li>the next call on this node sees a change;
 *   <li>each change of a group or its members raises the group's version; a call that changes nothing does not.
 * </ul>
 *
 * <p>It does not know users and mappings: the caller checks that none has an address (see {@link LocalAddresses}).
 *
 * <p>Thread-safe. Every method throws {@link StoreUnavailableException} if the store cannot answer.
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

    /** Returns the groups that have one of these addresses, each by its address. This asks in bulk. */
    Map<Address, Group> findAll(Collection<Address> addresses);

    /**
     * Returns the group with this address.
     *
     * @throws NotFoundException if there is no such group
     */
    default Group get(Address address) {
        return find(address).orElseThrow(() -> new NotFoundException("there is no group " + address));
    }

    /** Returns groups by address. The page's key is {@link Address#key()}. */
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
     * Deletes a group, its memberships, and its membership in other groups.
     *
     * @throws NotFoundException if there is no such group
     * @throws StaleVersionException if the group has another version
     */
    void delete(Address address, OptionalLong expectedVersion);

    /**
     * Returns direct members with the text in name or address, by address. The page's key is {@link Address#key()}.
     *
     * @param text compared without case; empty for any
     * @throws NotFoundException if there is no such group
     */
    Page<Member> members(Address group, String text, PageRequest page);

    /**
     * Returns the direct members of the group with an id, by address, whatever its address is by now.
     *
     * @throws NotFoundException if there is no such group any more
     */
    Page<Member> members(long group, PageRequest page);

    /** Returns a direct member of the group with an id. */
    Optional<Member> member(long group, Address address);

    /**
     * Returns the address that the group with an id has now.
     *
     * @throws NotFoundException if there is no such group any more
     */
    Address addressOf(long group);

    /**
     * Returns those of the given addresses that are direct members.
     *
     * @throws NotFoundException if there is no such group
     */
    Set<Address> membersAmong(Address group, Collection<Address> addresses);

    /** Returns those of the given addresses that are direct members of any group. */
    Set<Address> inAnyGroup(Collection<Address> addresses);

    /**
     * A direct member.
     *
     * @param knownAs the name of the membership, else that of the profile, else empty
     * @param byItself false if it is there by contacts alone
     */
    record Present(String knownAs, boolean byItself) {}

    /**
     * Returns those of the given addresses that are direct members of the group with an id.
     *
     * @throws NotFoundException if there is no such group any more
     */
    Map<Address, Present> present(long group, Collection<Address> addresses);

    /**
     * Adds members. One that is there already takes the new name, if there is one. It is a member by itself from now
     * on, and stays when a contact leaves that has brought it.
     *
     * @param expectedVersion the version the caller has seen; empty if it does not matter
     * @return how many were new
     * @throws NotFoundException if there is no such group
     * @throws StaleVersionException if the group has another version
     * @throws CyclicMembershipException if one of them is this group, or contains it
     */
    int addMembers(Address group, Collection<NewMember> members, OptionalLong expectedVersion);

    /**
     * Adds members to the group with an id, whatever its address and version are by now.
     *
     * @throws NotFoundException if there is no such group any more
     * @throws CyclicMembershipException if one of them is this group, or contains it
     */
    int addMembers(long group, Collection<NewMember> members);

    /**
     * Removes members from the group with an id, whatever its address and version are by now.
     *
     * @throws NotFoundException if there is no such group any more
     */
    int removeMembers(long group, Collection<Address> members);

    /**
     * Removes members. One that is not there is passed over.
     *
     * @param expectedVersion the version the caller has seen; empty if it does not matter
     * @return how many were members
     * @throws NotFoundException if there is no such group
     * @throws StaleVersionException if the group has another version
     */
    int removeMembers(Address group, Collection<Address> members, OptionalLong expectedVersion);

    /** Returns all groups that have this address as a direct member, by address. */
    List<Group> groupsWithMember(Address member);

    /** Returns how many groups there are that this user has created. */
    long countCreatedBy(Address user);

    /** Returns how many groups have this address as administrator, and how many as allowed sender, together. */
    long countOtherRights(Address address);

    /**
     * Removes an address from every group, as member, administrator and allowed sender, and from everything else that
     * means its owner by it.
     *
     * @return whether anything has changed
     * @throws LastAdministratorException naming the groups that would have no administrator; then nothing has changed
     */
    boolean forget(Address address);

    /**
     * Replaces an address by another one in every group, as member, administrator and allowed sender, and in everything
     * else that means its owner by it. The new member is the address itself: a contact that was a member under the old
     * address is not a member any more.
     *
     * @return whether anything has changed; false if both are the same
     * @throws CyclicMembershipException if a group would become a member of itself
     */
    boolean rename(Address from, Address to);
}
