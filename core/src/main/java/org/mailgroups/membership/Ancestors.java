// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.value.Address;

/**
 * Finds the groups that an address is in, directly and through nested groups. A cycle ends the search. Thread-safe.
 */
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
     * @param through the member by which it is in the group: itself, or a nested group
     */
    public record Membership(Group group, boolean direct, Address through) {}

    /** Returns the groups that contain an address, in no particular order, each once. */
    public Collection<Membership> of(Address address) {
        return above(
                        address,
                        member -> groups.groupsWithMember(member).stream()
                                .map(group -> new Membership(group, member.equals(address), member)),
                        membership -> membership.group().address())
                .values();
    }

    /** Returns the addresses of the groups that contain an address, as a set of the caller's own. */
    public Set<Address> addressesAbove(Address address) {
        return addressesAbove(address, Map.of());
    }

    /**
     * Returns as {@link #addressesAbove(Address)} does, but as if there were more memberships.
     *
     * @param planned the groups that a member would be in, besides those that it is in
     */
    Set<Address> addressesAbove(Address address, Map<Address, Set<Address>> planned) {
        return new HashSet<>(above(
                        address,
                        member -> Stream.concat(
                                groups.groupsWithMember(member).stream().map(Group::address),
                                planned.getOrDefault(member, Set.of()).stream()),
                        Function.identity())
                .keySet());
    }

    /** Walks upwards, the nearest groups first. The first way to a group is the one that counts. */
    private static <G> Map<Address, G> above(
            Address start, Function<Address, Stream<G>> parents, Function<G, Address> addressOf) {
        Map<Address, G> found = new LinkedHashMap<>();
        Deque<Address> toClimb = new ArrayDeque<>(List.of(start));
        while (!toClimb.isEmpty()) {
            parents.apply(toClimb.remove()).forEach(group -> {
                if (found.putIfAbsent(addressOf.apply(group), group) == null) {
                    toClimb.add(addressOf.apply(group));
                }
            });
        }
        return found;
    }
}
