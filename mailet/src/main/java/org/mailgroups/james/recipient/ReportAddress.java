// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.recipient;

import java.util.Objects;
import java.util.UUID;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.value.Address;

/**
 * A valid return path, and the copy that it was made for.
 *
 * @param postingStart how the posting's id begins, in hexadecimal digits without hyphens; empty for a return path of
 *     an older version, which names the group alone
 * @param recipientMark a mark of the only recipient of the copy; empty if the copy was sent to several
 */
public record ReportAddress(GroupEntry group, String postingStart, String recipientMark) {
    public ReportAddress {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(postingStart, "postingStart");
        Objects.requireNonNull(recipientMark, "recipientMark");
    }

    /** Returns whether a copy of this posting may have had the return path. */
    public boolean isOf(UUID posting) {
        return !postingStart.isEmpty() && ReturnPath.digits(posting).startsWith(postingStart);
    }

    /** Returns whether nobody but one recipient has got a copy with the return path. */
    public boolean isPersonal() {
        return !recipientMark.isEmpty();
    }

    /** Returns whether a copy to this recipient may have had the return path. */
    public boolean mayName(Address recipient) {
        return recipientMark.isEmpty() || ReturnPath.mark(recipient).equals(recipientMark);
    }
}
