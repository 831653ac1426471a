// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.exclusion;

import org.mailgroups.value.Address;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/**
 * The port to exclusions. Thread-safe. Each method is one transaction, and throws {@link
 * org.mailgroups.value.NotFoundException} for a group that does not exist, and {@link
 * org.mailgroups.value.StoreUnavailableException} if the store cannot answer.
 */
public interface ExclusionRepository {
    /** The most addresses that one group excludes. All of them are read with the group's members. */
    int MAX_OF_ONE_GROUP = 10_000;

    /** Returns a group's exclusions by address. The page's key is {@link Address#key()}. */
    Page<Exclusion> list(Address group, PageRequest page);

    /**
     * Excludes an address. If it is excluded already, nothing changes.
     *
     * @return whether it is new
     * @throws org.mailgroups.value.WrongStateException if the group excludes {@link #MAX_OF_ONE_GROUP} already
     */
    boolean add(Address group, Address member);

    /** Ends an exclusion, and returns whether there was one. */
    boolean remove(Address group, Address member);
}
