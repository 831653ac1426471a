// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery;

import java.util.Map;
import java.util.UUID;
import org.mailgroups.value.Address;

/**
 * What became of some recipients of a chunk.
 *
 * @param attempts by recipient; recipients of the chunk who are not in it are as they were
 * @param last whether this node is done with the chunk for now. Another node, or this one, may take it when its next
 *     recipient is due
 */
public record ChunkResult(UUID posting, int number, Map<Address, Attempt> attempts, boolean last) {
    public ChunkResult {
        attempts = Map.copyOf(attempts);
    }
}
