// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Hears of each change of this node. */
@FunctionalInterface
public interface CommitListener {
    /**
     * Reads, inside of the transaction, what it needs to know of the change.
     *
     * @param version the version of the store with this change
     * @param groups the groups that were changed, created or deleted
     * @return run after the commit, before any other writer of this node continues; must not throw
     */
    Runnable beforeCommit(Handle handle, long version, Set<Long> groups);
}
