// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.Collections;
import java.util.Set;
import org.mailgroups.value.Address;

/** Answers who is a member of a group, directly or through nested groups. Thread-safe, if its ports are. */
public final class Membership {
    private final NestedGroups nested;

    public Membership(GroupDirectory directory, GroupLookup lookup) {
        this.nested = new NestedGroups(directory, lookup);
    }

    /**
     * Returns whether any of the addresses is a member. Direct members are found by halving, so only an author who is
     * no direct member costs a look at the nested groups.
     *
     * @param identities the addresses of one author; may be empty
     * @throws org.mailgroups.value.StoreUnavailableException if that cannot be known now
     */
    public boolean contains(GroupEntry group, Set<Address> identities) {
        return !identities.isEmpty()
                && nested.anyMembers(group, members -> identities.stream()
                        .anyMatch(identity -> Collections.binarySearch(members, identity) >= 0));
    }
}
