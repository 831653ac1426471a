// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.backup;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.NewGroup;
import org.mailgroups.value.Address;
import org.mailgroups.value.CyclicMembershipException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.StoreUnavailableException;

/**
 * The port to groups as they are kept, for copying them elsewhere and back: with the times and names that {@link GroupRepository} draws itself or completes.
 *
 * <p>Thread-safe; each method is one transaction and keeps the promises of {@link GroupRepository}. Every method throws {@link StoreUnavailableException} where
 * the store cannot answer.
 */
public interface GroupArchive {
    /**
     * Direct members by address; the page's key is {@link Address#key()}.
     *
     * @throws NotFoundException if there is no such group
     */
    Page<StoredMember> members(Address group, PageRequest page);

    /**
     * Those of the given addresses that are direct members.
     *
     * @throws NotFoundException if there is no such group
     */
    Map<Address, StoredMember> membersAmong(Address group, Collection<Address> addresses);

    /**
     * Creates a group, or gives the one at this address another name, description, administrators, settings and time of creation; its members stay.
     *
     * @param group its members are not looked at
     * @return whether anything is new
     */
    boolean restore(NewGroup group, Instant createdAt);

    /**
     * Adds members with the times given; one that is there takes name and time.
     *
     * @return how many were new or have changed
     * @throws NotFoundException if there is no such group
     * @throws CyclicMembershipException if one of them is a group that contains this one
     */
    int restoreMembers(Address group, Collection<StoredMember> members);
}
