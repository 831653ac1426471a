// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery;

import java.util.Objects;
import java.util.Optional;
import org.mailgroups.value.Address;

/**
 * A recipient of a posting.
 *
 * @param ofGroup the group as whose member the recipient gets the copy, by its address when it took the message; null
 *     for the plain message
 * @param last what became of the copy at the last attempt. If there was none the time is that of the message's arrival
 */
public record PostingRecipient(Address address, Address ofGroup, Attempt last) {
    public PostingRecipient {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(last, "last");
    }

    /** Returns the group as whose member the recipient gets the copy; empty for the plain message. */
    public Optional<Address> group() {
        return Optional.ofNullable(ofGroup);
    }
}
