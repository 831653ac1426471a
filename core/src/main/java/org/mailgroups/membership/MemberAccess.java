// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import java.util.Set;
import javax.inject.Inject;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.group.MemberVisibility;
import org.mailgroups.group.Membership;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.NotAllowedException;
import org.mailgroups.value.Principal;

/** Who may list a group's members, whichever way: its setting {@code memberVisibility} says so. Thread-safe. */
public final class MemberAccess {
    private final GroupLookup lookup;
    private final Membership membership;

    @Inject
    public MemberAccess(GroupLookup lookup, Membership membership) {
        this.lookup = lookup;
        this.membership = membership;
    }

    /**
     * Who asks may list the members.
     *
     * @throws NotAllowedException if not
     */
    public void require(Principal principal, Group group) {
        MemberVisibility visibility = group.settings().memberVisibility();
        // The postmaster's look costs nothing, however many members and nested groups there are.
        if (!visibility.allows(principal.postmaster(), false, false)
                && !visibility.allows(false, isAdministrator(principal, group), isMember(principal, group))) {
            throw new NotAllowedException("the members of " + group.address() + " are listed for its "
                    + (visibility == MemberVisibility.ADMINISTRATORS ? "administrators" : "members") + " only");
        }
    }

    private static boolean isAdministrator(Principal principal, Group group) {
        return identities(principal).stream().anyMatch(group.administrators()::contains);
    }

    private boolean isMember(Principal principal, Group group) {
        return lookup.find(group.address())
                .filter(entry -> membership.contains(entry, identities(principal)))
                .isPresent();
    }

    private static Set<Address> identities(Principal principal) {
        try {
            return Set.of(Address.parse(principal.name()));
        } catch (InvalidValueException e) {
            return Set.of();
        }
    }
}
