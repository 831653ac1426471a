// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.mailgroups.value.Address;

/**
 * Walks from a group down through the groups nested in it, each once. A cycle ends by itself. Thread-safe, if its ports
 * are.
 */
public final class NestedGroups {
    private final GroupDirectory directory;
    private final GroupLookup lookup;

    public NestedGroups(GroupDirectory directory, GroupLookup lookup) {
        this.directory = directory;
        this.lookup = lookup;
    }

    /**
     * Returns whether the direct members of the group, or of any group nested in it, pass a test. Nested groups are
     * looked for only as long as no members have passed.
     *
     * @param test gets the direct members of one group, in {@link Address} order
     * @throws org.mailgroups.value.StoreUnavailableException if the members cannot be known now
     */
    public boolean anyMembers(GroupEntry root, Predicate<List<Address>> test) {
        Set<Long> seen = new HashSet<>(Set.of(root.id()));
        Deque<GroupEntry> toOpen = new ArrayDeque<>(List.of(root));
        while (!toOpen.isEmpty()) {
            List<Address> members = lookup.members(toOpen.remove());
            if (test.test(members)) {
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
