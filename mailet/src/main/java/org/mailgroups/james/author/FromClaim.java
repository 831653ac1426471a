// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.author;

import java.util.List;
import java.util.Optional;
import org.mailgroups.group.GroupEntry;

/**
 * What a user claims about groups in From.
 *
 * @param groups in whose name the user writes, and may
 * @param isRefused whether the address of another group stands there as well
 * @param isForeign whether the address of somebody else stands beside those of groups
 * @param authors how many addresses there are
 */
public record FromClaim(List<GroupEntry> groups, boolean isRefused, boolean isForeign, int authors) {
    public FromClaim {
        groups = List.copyOf(groups);
    }

    /** Returns whether each address is the user's own or that of a group in whose name the user may write. */
    public boolean isGood() {
        return !groups.isEmpty() && !isRefused && !isForeign;
    }

    /** Returns the group, if nobody else stands there. */
    public Optional<GroupEntry> onlyGroup() {
        return isGood() && authors == 1 ? Optional.of(groups.get(0)) : Optional.empty();
    }
}
