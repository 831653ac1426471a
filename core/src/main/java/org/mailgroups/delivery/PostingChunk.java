// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery;

import java.util.List;
import org.mailgroups.distribution.ChunkSizes;
import org.mailgroups.value.Address;

/**
 * Some recipients of a posting who get the same copy, as it is written: one row.
 *
 * @param number counts from 0 within the posting
 * @param copy the number of the copy
 * @param local whether the mail server itself delivers to them
 * @param recipients in {@link Address} order, none twice
 */
public record PostingChunk(int number, int copy, boolean local, List<Address> recipients) {
    public PostingChunk {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty() || recipients.size() > ChunkSizes.MAX) {
            throw new IllegalArgumentException("a chunk has 1 to " + ChunkSizes.MAX + " recipients");
        }
    }
}
