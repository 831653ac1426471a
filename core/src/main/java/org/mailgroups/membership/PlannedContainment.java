// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mailgroups.value.Address;
import org.mailgroups.value.CyclicMembershipException;

/** Which groups would contain which, if planned ones were there besides those that are: so that a dry run finds the cycles that a real one would. Not thread-safe. */
public final class PlannedContainment {
    private final Ancestors ancestors;
    private final Map<Address, Set<Address>> groupsByMember = new HashMap<>();

    public PlannedContainment(Ancestors ancestors) {
        this.ancestors = ancestors;
    }

    /**
     * Plans a group.
     *
     * @throws CyclicMembershipException if it would contain itself; then it is not planned
     */
    public void add(Address group, Collection<Address> members) {
        Set<Address> above = above(group);
        members.stream().filter(above::contains).findFirst().ifPresent(member -> {
            throw new CyclicMembershipException(group, member);
        });
        members.forEach(member ->
                groupsByMember.computeIfAbsent(member, key -> new HashSet<>()).add(group));
    }

    /** The group and all that contain it. */
    private Set<Address> above(Address group) {
        Set<Address> found = new HashSet<>(List.of(group));
        Deque<Address> toClimb = new ArrayDeque<>(found);
        while (!toClimb.isEmpty()) {
            Address next = toClimb.remove();
            ancestors.of(next).forEach(membership -> climb(membership.group().address(), found, toClimb));
            groupsByMember.getOrDefault(next, Set.of()).forEach(parent -> climb(parent, found, toClimb));
        }
        return found;
    }

    private static void climb(Address parent, Set<Address> found, Deque<Address> toClimb) {
        if (found.add(parent)) {
            toClimb.add(parent);
        }
    }
}
