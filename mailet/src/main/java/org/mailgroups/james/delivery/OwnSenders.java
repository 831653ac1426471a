// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import java.util.Optional;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.value.Address;

/** Envelope senders of copies that are for one recipient each. Thread-safe. */
@FunctionalInterface
public interface OwnSenders {
    /** All recipients get copies from the same sender. */
    OwnSenders NONE = (chunk, recipient) -> Optional.empty();

    /** Returns the envelope sender of the copy for a recipient; empty if it is the chunk's. */
    Optional<String> of(DueChunk chunk, Address recipient);
}
