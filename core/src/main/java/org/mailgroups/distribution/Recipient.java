// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import org.mailgroups.group.GroupEntry;
import org.mailgroups.value.Address;

/**
 * One final address that a message to groups goes to.
 *
 * @param via the way by which it was reached; null for a recipient of the plain message. The message was written to
 *     that one directly, through an alias that also leads to a group
 */
public record Recipient(Address address, Via via) {
    /** Returns the group as whose member it gets its copy; null for the plain message. */
    public GroupEntry copy() {
        return via == null ? null : via.root();
    }
}
