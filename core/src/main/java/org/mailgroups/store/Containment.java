// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which groups contain which, walked upwards level by level, a level in few queries. Membership is by address: whoever has a member with
 * a group's address contains the group. Upwards is the short way: a group has up to a million members, but stands in few groups.
 */
final class Containment {
    private final MemberTable members;

    Containment(MemberTable members) {
        this.members = members;
    }

    /** The keys of all groups that contain one of these addresses, directly or through other groups. */
    Set<String> groupsAbove(Collection<String> keys) {
        return Set.copyOf(walkUpwards(keys).values());
    }

    /** The ids of all groups that contain one of these addresses, directly or through other groups. */
    Set<Long> idsAbove(Collection<String> keys) {
        return Set.copyOf(walkUpwards(keys).keySet());
    }

    private Map<Long, String> walkUpwards(Collection<String> keys) {
        Map<Long, String> found = new HashMap<>();
        Set<String> level = new HashSet<>(keys);
        while (!level.isEmpty()) {
            Map<Long, String> above = members.groupsWithAny(level);
            level = above.entrySet().stream()
                    .filter(group -> found.putIfAbsent(group.getKey(), group.getValue()) == null)
                    .map(Map.Entry::getValue)
                    .collect(Collectors.toSet());
        }
        return found;
    }
}
