// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery;

import java.util.Objects;
import java.util.Optional;
import org.mailgroups.value.Address;

/**
 * A recipient of a posting.
 *
 * @param group the id of the group as whose member the recipient gets the copy; null for the plain message
 * @param last what became of the copy at the last attempt. Nobody has tried it if there were none
 */
public record PostingRecipient(Address address, int copy, Long group, Attempt last) {
    public PostingRecipient {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(last, "last");
    }

    /** Returns the id of the group as whose member the recipient gets the copy; empty for the plain message. */
    public Optional<Long> groupId() {
        return Optional.ofNullable(group);
    }
}
