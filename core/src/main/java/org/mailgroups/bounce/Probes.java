// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bounce;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.mailgroups.value.Address;

/** Says which suspended members get a posting all the same, to see whether their address works. Thread-safe. */
@FunctionalInterface
public interface Probes {
    /** The most suspended members of a group who get one posting. */
    int MAX_OF_ONE_POSTING = 1000;

    /**
     * Lets a posting be the probe for those suspended members who have waited long enough. Nobody else gets it.
     *
     * @param group the group's id
     * @return some of the members
     * @throws org.mailgroups.value.StoreUnavailableException if the store does not answer
     */
    Set<Address> begin(long group, UUID posting, Collection<Address> suspended);
}
