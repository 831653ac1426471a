// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.backup;

import java.util.List;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

/**
 * The port to the groups that the mail server keeps by itself. Thread-safe. Each method throws
 * {@link StoreUnavailableException} if the server's tables cannot answer.
 */
public interface MappedGroups {
    /** Returns all of them, by source. The server has them in memory too. */
    List<MappedGroup> list();

    /**
     * Hands the address over to a group of ours that exists already. The mappings are removed one by one. Meanwhile
     * this node sends mail to our group, never to the targets that are left. Another node may send to them until the
     * last one is gone. A call that fails can be repeated.
     */
    void handOver(Address address, MappedGroup group);
}
