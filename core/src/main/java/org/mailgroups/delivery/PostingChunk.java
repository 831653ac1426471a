// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery;

import java.util.List;
import org.mailgroups.distribution.ChunkSizes;
import org.mailgroups.value.Address;

/**
 * Some recipients of a posting who get the same copy, or would get it, as it is written: one row.
 *
 * @param number counts from 0 within the posting
 * @param copy the number of the copy
 * @param local whether the mail server itself delivers to them
 * @param recipients in {@link Address} order, none twice
 * @param state {@link RecipientState#WAITING}, or why they are left out. Those who are left out come last
 */
public record PostingChunk(int number, int copy, boolean local, List<Address> recipients, RecipientState state) {
    public PostingChunk {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty() || recipients.size() > ChunkSizes.MAX) {
            throw new IllegalArgumentException("a chunk has 1 to " + ChunkSizes.MAX + " recipients");
        }
        if (state != RecipientState.WAITING && !state.isLeftOut()) {
            throw new IllegalArgumentException("recipients of a new posting wait, or are left out");
        }
    }

    /** A chunk of recipients who wait. */
    public PostingChunk(int number, int copy, boolean local, List<Address> recipients) {
        this(number, copy, local, recipients, RecipientState.WAITING);
    }

    /** Returns whether its recipients wait for a copy. */
    public boolean waits() {
        return state == RecipientState.WAITING;
    }
}
