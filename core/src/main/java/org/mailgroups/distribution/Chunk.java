// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.List;
import java.util.Optional;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.value.Address;

/**
 * Recipients who get the same copy in one go.
 *
 * @param copyOf the group as whose members they get it; null for the plain message
 * @param local whether this server delivers to them
 */
public record Chunk(GroupEntry copyOf, boolean local, List<Address> recipients) {
    public Chunk {
        recipients = List.copyOf(recipients);
    }

    /** Returns the group as whose members they get it; empty for the plain message. */
    public Optional<GroupEntry> group() {
        return Optional.ofNullable(copyOf);
    }
}
