// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.util.Set;
import java.util.function.LongConsumer;

/** A kind of import whose target can be replaced as a whole: afterwards it holds what the file names, and no more. */
public interface ReplaceableKind<R, K> extends ImportKind<R, K> {
    /**
     * Removes everything that is not named, some at a time. In a dry run, says how much that would be.
     *
     * @param removed told after each time how many
     */
    void removeOthers(Set<K> named, boolean dryRun, LongConsumer removed);
}
