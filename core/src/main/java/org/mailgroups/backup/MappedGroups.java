// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.backup;

import java.util.List;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

/**
 * The port to the groups that the mail server keeps by itself. Thread-safe. Every method throws {@link StoreUnavailableException} where the server's tables cannot answer.
 */
public interface MappedGroups {
    /** All of them, by source. They are in memory, as they are in the server's. */
    List<MappedGroup> list();

    /**
     * Hands the address over to a group of ours that is there already: the mappings are removed, one after the other. Meanwhile this node sends mail to our group, never to those
     * targets that are left; another node may do so until the last is gone. What fails can be repeated.
     */
    void handOver(Address address, MappedGroup group);
}
