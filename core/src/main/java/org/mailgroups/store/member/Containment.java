// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.member;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.mailgroups.value.Address;
import org.mailgroups.value.CyclicMembershipException;

/**
 * Walks from groups to the groups that contain them, level by level, each level in few queries. Membership is by
 * address: a group contains another one if it has a member with its address. To walk upwards is the short way: a
 * group has up to a million members, but stands in few groups.
 */
public final class Containment {
    private final MemberTable members;

    public Containment(MemberTable members) {
        this.members = members;
    }

    /** Returns the keys of all groups that contain one of these addresses, directly or through other groups. */
    public Set<String> groupsAbove(Collection<String> keys) {
        return Set.copyOf(walkUpwards(keys).values());
    }

    /** Returns the ids of all groups that contain one of these addresses, directly or through other groups. */
    public Set<Long> idsAbove(Collection<String> keys) {
        return Set.copyOf(walkUpwards(keys).keySet());
    }

    /**
     * Refuses members that would close a cycle: the group itself, and groups that contain it.
     *
     * @throws CyclicMembershipException if one of the added addresses is such a group
     */
    public void refuseCycle(Address group, Collection<Address> added) {
        Set<String> above = groupsAbove(List.of(group.key()));
        added.stream()
                .filter(member -> member.equals(group) || above.contains(member.key()))
                .findFirst()
                .ifPresent(member -> {
                    throw new CyclicMembershipException(group, member);
                });
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
