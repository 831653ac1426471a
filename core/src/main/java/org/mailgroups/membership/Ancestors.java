// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.value.Address;

/** Walks from an address upwards, to every group that contains it. Cycles end it as well as tops do. Thread-safe. */
public final class Ancestors {
    private final GroupRepository groups;

    @Inject
    public Ancestors(GroupRepository groups) {
        this.groups = groups;
    }

    /**
     * A group that contains an address.
     *
     * @param direct whether the address is a member of the group itself
     */
    public record Membership(Group group, boolean direct) {}

    /** The groups that contain an address, in no particular order, each once. */
    public Collection<Membership> of(Address address) {
        Map<Long, Membership> found = new LinkedHashMap<>();
        Deque<Group> toClimb = new ArrayDeque<>();
        climb(address, true, found, toClimb);
        while (!toClimb.isEmpty()) {
            climb(toClimb.remove().address(), false, found, toClimb);
        }
        return found.values();
    }

    /** The addresses of the groups that contain an address, directly or through others. */
    public Set<Address> addressesAbove(Address address) {
        return of(address).stream()
                .map(membership -> membership.group().address())
                .collect(Collectors.toSet());
    }

    private void climb(Address member, boolean direct, Map<Long, Membership> found, Deque<Group> toClimb) {
        for (Group group : groups.groupsWithMember(member)) {
            if (found.putIfAbsent(group.id(), new Membership(group, direct)) == null) {
                toClimb.add(group);
            }
        }
    }
}
