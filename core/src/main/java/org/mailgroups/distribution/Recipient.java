// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import org.mailgroups.group.GroupEntry;
import org.mailgroups.value.Address;

/**
 * One final address that a message to groups goes to.
 *
 * @param via how it was reached; null for one that was written to directly through an alias that also leads to a group, and gets the plain message
 */
public record Recipient(Address address, Via via) {
    /** The group as whose member it gets its copy; null for the plain message. */
    public GroupEntry copy() {
        return via == null ? null : via.root();
    }
}
