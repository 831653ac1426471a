// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.role;

import org.mailgroups.james.role.MemberNames.FirstMembers;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;

/** The port to the members of groups, for somebody who may not even know which groups there are. Thread-safe. */
@FunctionalInterface
public interface VisibleMembers {
    /**
     * Returns the first members of a group.
     *
     * @throws org.mailgroups.value.NotFoundException if there is no such group, or it is not listed and not one of the
     *     principal's own
     * @throws org.mailgroups.value.NotAllowedException if the principal may know of it, and not list the members
     * @throws org.mailgroups.value.StoreUnavailableException if that cannot be known now
     */
    FirstMembers first(Principal principal, Address group, int limit);
}
