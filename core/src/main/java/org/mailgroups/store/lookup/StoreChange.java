// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.lookup;

import java.util.List;
import java.util.Set;
import org.mailgroups.group.GroupEntry;

/**
 * The state of some groups after a change.
 *
 * @param version the version of the store at which this is so
 * @param ids the groups in question
 * @param present those of them that exist; the others are gone
 */
record StoreChange(long version, Set<Long> ids, List<GroupEntry> present) {
    StoreChange {
        ids = Set.copyOf(ids);
        present = List.copyOf(present);
    }
}
