// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.util.List;
import java.util.Set;
import org.mailgroups.value.Address;

/** A kind of import whose target can be replaced as a whole: afterwards it holds what the file names, and no more. */
public interface ReplaceableKind<R, K> extends ImportKind<R, K> {
    /**
     * Removes everything that is not named, some at a time. In a dry run, says how much that would be.
     *
     * @param removal told after each time
     */
    void removeOthers(Set<K> named, boolean dryRun, Removal removal);

    /** Hears what was removed. */
    @FunctionalInterface
    interface Removal {
        /**
         * Takes note.
         *
         * @param count how many there still were to remove
         */
        void of(List<Address> others, long count);
    }
}
