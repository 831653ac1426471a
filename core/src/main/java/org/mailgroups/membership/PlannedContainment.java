// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.mailgroups.value.Address;
import org.mailgroups.value.CyclicMembershipException;

/**
 * Finds cycles between groups that are planned and groups that exist. So a dry run reports the same cycles as a real
 * run. Not thread-safe.
 */
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
        Set<Address> above = ancestors.addressesAbove(group, groupsByMember);
        above.add(group);
        members.stream().filter(above::contains).findFirst().ifPresent(member -> {
            throw new CyclicMembershipException(group, member);
        });
        members.forEach(member ->
                groupsByMember.computeIfAbsent(member, key -> new HashSet<>()).add(group));
    }
}
