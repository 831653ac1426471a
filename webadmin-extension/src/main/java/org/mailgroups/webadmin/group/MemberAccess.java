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

import java.util.Set;
import javax.inject.Inject;
import org.mailgroups.distribution.GroupLookup;
import org.mailgroups.distribution.Membership;
import org.mailgroups.group.Address;
import org.mailgroups.group.Group;
import org.mailgroups.group.InvalidValueException;
import org.mailgroups.group.MemberVisibility;
import org.mailgroups.group.NotAllowedException;
import org.mailgroups.group.Principal;

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
    void require(Principal principal, Group group) {
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
