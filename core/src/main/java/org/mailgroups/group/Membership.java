// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mailgroups.value.Address;

/** Whether somebody is a member of a group, directly or through nested groups. Thread-safe, if its ports are. */
public final class Membership {
    private final GroupDirectory directory;
    private final GroupLookup lookup;

    public Membership(GroupDirectory directory, GroupLookup lookup) {
        this.directory = directory;
        this.lookup = lookup;
    }

    /**
     * Walks downwards, group by group; direct members are found by halving, so only those who are not a direct member cost a look at the nested groups.
     *
     * @throws org.mailgroups.value.StoreUnavailableException if that cannot be known now
     */
    public boolean contains(GroupEntry group, Set<Address> identities) {
        if (identities.isEmpty()) {
            return false;
        }
        Set<Long> seen = new HashSet<>(Set.of(group.id()));
        Deque<GroupEntry> toOpen = new ArrayDeque<>(List.of(group));
        while (!toOpen.isEmpty()) {
            List<Address> members = lookup.members(toOpen.remove());
            if (identities.stream().anyMatch(identity -> Collections.binarySearch(members, identity) >= 0)) {
                return true;
            }
            members.stream()
                    .flatMap(member -> directory.groupAt(member).stream())
                    .filter(nested -> seen.add(nested.id()))
                    .forEach(toOpen::add);
        }
        return false;
    }
}
