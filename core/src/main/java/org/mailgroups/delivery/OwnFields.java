// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery;

import java.io.IOException;
import java.util.Optional;
import org.mailgroups.value.Address;

/** Puts fields in front of copies that are each recipient's own. Thread-safe. */
@FunctionalInterface
public interface OwnFields {
    /** All recipients get the same octets. */
    OwnFields NONE = (chunk, copy) -> Optional.empty();

    /**
     * Returns what makes a copy for one recipient; empty if all of them get the same.
     *
     * @param copy the chunk's copy, or a form of it
     * @throws IOException if it cannot be made now
     * @throws org.mailgroups.value.StoreUnavailableException if that cannot be known now
     */
    Optional<Maker> of(DueChunk chunk, PostingCopy copy) throws IOException;

    /** Makes the copy for one recipient: the same body, with a longer header or another envelope sender. */
    @FunctionalInterface
    interface Maker {
        PostingCopy make(Address recipient) throws IOException;

        /** Returns whether a recipient has an own copy. The others get the chunk's, together. */
        default boolean isFor(Address recipient) {
            return true;
        }
    }
}
