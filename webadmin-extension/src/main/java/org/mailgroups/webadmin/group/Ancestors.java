/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.webadmin.group;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.mailgroups.group.Address;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupRepository;

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
    record Membership(Group group, boolean direct) {}

    /** The groups that contain an address, in no particular order, each once. */
    Collection<Membership> of(Address address) {
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
