// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery;

import java.util.List;
import java.util.Objects;
import org.mailgroups.value.Address;

/**
 * The recipients of a chunk who are to be tried now, on this node alone.
 *
 * @param posting whose chunk it is
 * @param number of the chunk within the posting
 * @param copy the number of the copy
 * @param local whether the mail server itself delivers to them
 * @param recipients those who are due, in {@link Address} order
 */
public record DueChunk(Posting posting, int number, int copy, boolean local, List<Due> recipients) {
    /**
     * A recipient who is due.
     *
     * @param attempts how often the copy was tried before
     */
    public record Due(Address address, int attempts) {
        public Due {
            Objects.requireNonNull(address, "address");
        }
    }

    public DueChunk {
        Objects.requireNonNull(posting, "posting");
        recipients = List.copyOf(recipients);
    }

    /** Returns the copy that they get. */
    public PostingCopy content() {
        return posting.copies().get(copy);
    }
}
