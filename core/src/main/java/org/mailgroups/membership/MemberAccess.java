// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import java.util.Set;
import javax.inject.Inject;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.group.MemberVisibility;
import org.mailgroups.group.Membership;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotAllowedException;
import org.mailgroups.value.Principal;

/** Checks who may list a group's members, directly or as recipients: {@code memberVisibility} says so. Thread-safe. */
public final class MemberAccess {
    private final GroupLookup lookup;
    private final Membership membership;

    @Inject
    public MemberAccess(GroupLookup lookup, Membership membership) {
        this.lookup = lookup;
        this.membership = membership;
    }

    /**
     * Checks that the principal may list the members.
     *
     * @throws NotAllowedException if the principal may not
     */
    public void require(Principal principal, Group group) {
        MemberVisibility visibility = group.settings().memberVisibility();
        // A postmaster is asked about first: to look for a member may take time, with many members and nested groups.
        if (!visibility.allows(principal.postmaster(), false, false)
                && !visibility.allows(false, isAdministrator(principal, group), isMember(principal, group))) {
            throw new NotAllowedException("only "
                    + (visibility == MemberVisibility.ADMINISTRATORS ? "administrators" : "members and administrators")
                    + " of " + group.address() + " may list its members");
        }
    }

    private static boolean isAdministrator(Principal principal, Group group) {
        return principal.address().filter(group.administrators()::contains).isPresent();
    }

    private boolean isMember(Principal principal, Group group) {
        Set<Address> identities = principal.address().map(Set::of).orElse(Set.of());
        return lookup.find(group.address())
                .filter(entry -> membership.contains(entry, identities))
                .isPresent();
    }
}
