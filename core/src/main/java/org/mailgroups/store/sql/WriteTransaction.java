// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** A transaction that is alone in writing, and what it has changed so far. Not thread-safe. */
public final class WriteTransaction {
    private final Handle handle;
    private final Clock clock;
    private final long version;
    private final Set<Long> changedGroups = new LinkedHashSet<>();
    private final List<Runnable> whenCommitted = new ArrayList<>();
    private boolean changed;

    /** Waits until no other transaction writes. */
    WriteTransaction(Handle handle, Clock clock) {
        this.handle = handle;
        this.clock = clock;
        this.version = new ChangeTable(handle).raiseVersion();
    }

    public Handle handle() {
        return handle;
    }

    /** Returns the version that the store, and the groups it changes, have once this transaction commits. */
    public long version() {
        return version;
    }

    public Instant now() {
        return clock.instant();
    }

    /** Reports a change that no look-up knows. */
    public void changed() {
        changed = true;
    }

    /** Reports a change that no look-up knows, if there is one, and returns whether there is. */
    public boolean changedIf(boolean isChange) {
        changed |= isChange;
        return isChange;
    }

    /** Reports that a group or its members were changed. */
    public void changed(long group) {
        changed = true;
        changedGroups.add(group);
    }

    /** Reports that groups or their members were changed. */
    public void changed(Collection<Long> groups) {
        groups.forEach(this::changed);
    }

    /** Runs something once this has committed, before the next transaction of this node writes. It must not fail. */
    public void whenCommitted(Runnable action) {
        whenCommitted.add(action);
    }

    void committed() {
        whenCommitted.forEach(Runnable::run);
    }

    public boolean hasChanges() {
        return changed;
    }

    /**
     * Gives the changed groups their new version. To be called last.
     *
     * @return the changed groups
     */
    Set<Long> finish() {
        new ChangeTable(handle).record(version, changedGroups, clock);
        return Set.copyOf(changedGroups);
    }
}
