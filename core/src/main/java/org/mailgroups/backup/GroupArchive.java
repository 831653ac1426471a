// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.backup;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.mailgroups.choice.MemberChoice;
import org.mailgroups.exclusion.Exclusion;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.NewGroup;
import org.mailgroups.value.Address;
import org.mailgroups.value.AddressTakenException;
import org.mailgroups.value.CyclicMembershipException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.StoreUnavailableException;

/**
 * The port to groups as they are stored, for a copy elsewhere and back. Unlike {@link GroupRepository}, it reads and
 * writes the times and names as they are.
 *
 * <p>Thread-safe. Each method is one transaction and keeps the promises of {@link GroupRepository}. Each throws
 * {@link StoreUnavailableException} if the store cannot answer.
 */
public interface GroupArchive {
    /**
     * Returns the direct members of the group with an id, by address, whatever its address is by now. The page's key is
     * {@link Address#key()}.
     *
     * @throws NotFoundException if there is no such group any more
     */
    Page<StoredMember> members(long group, PageRequest page);

    /** Returns the given addresses that are direct members of the group with an id; none if there is no such group. */
    Map<Address, StoredMember> membersAmong(long group, Collection<Address> addresses);

    /**
     * Returns the exclusions of the group with an id, by address. The page's key is {@link Address#key()}.
     *
     * @throws NotFoundException if there is no such group any more
     */
    Page<Exclusion> exclusions(long group, PageRequest page);

    /**
     * Returns what members of the group with an id have chosen, by address. The page's key is {@link Address#key()}.
     *
     * @throws NotFoundException if there is no such group any more
     */
    Page<MemberChoice> choices(long group, PageRequest page);

    /**
     * Puts some choices in the place of those of the group with an id, whatever its address is by now.
     *
     * @throws NotFoundException if there is no such group any more
     */
    void restoreChoices(long group, Collection<MemberChoice> choices);

    /**
     * Returns an id under which the members of a group wait that is not there yet. Nobody sees them until
     * {@link #complete}.
     */
    long prepare();

    /**
     * Adds members that wait. A member that is there already takes the name and the time.
     *
     * @throws NotFoundException if they were given up meanwhile, since no sign of life came
     */
    void prepareMembers(long id, Collection<StoredMember> members);

    /**
     * Creates a group of the members that wait.
     *
     * @param group its members do not count
     * @param exclusions whom it excludes from the start
     * @throws AddressTakenException if there is a group with its address by now
     * @throws CyclicMembershipException if one of the members is a group that contains this one
     * @throws NotFoundException as {@link #prepareMembers}
     */
    void complete(long id, NewGroup group, Instant createdAt, Collection<Exclusion> exclusions);

    /**
     * Changes the group with an id: name, description, administrators, settings, time of creation, and how its address
     * is written. Its members stay, and so does its address if it has another one by now.
     *
     * @param wanted its members do not count
     * @return true if anything has changed
     * @throws NotFoundException if there is no such group any more
     */
    boolean restore(long group, NewGroup wanted, Instant createdAt);

    /**
     * Adds members with the given times to the group with an id, whatever its address is by now. A member that is there
     * already takes the name and the time.
     *
     * @return the number of members that were new or have changed
     * @throws NotFoundException if there is no such group any more
     * @throws CyclicMembershipException if one of them is a group that contains this one
     */
    int restoreMembers(long group, Collection<StoredMember> members);

    /**
     * Puts some exclusions in the place of those of the group with an id, whatever its address is by now.
     *
     * @throws NotFoundException if there is no such group any more
     */
    void restoreExclusions(long group, Collection<Exclusion> exclusions);
}
