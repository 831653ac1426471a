// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The SQL of the store's version, and of the log that says which version changed which group. Versions come without
 * gaps in the order of commits, because every writer holds the version's row until its end.
 */
public final class ChangeTable {
    /**
     * How long the log reaches back at least, by the clock of the node that cuts it. A node that was away for longer
     * reads everything anew.
     */
    static final Duration KEPT = Duration.ofHours(1);

    /** The log is cut each time the version is a multiple of this. */
    public static final int CUT_EVERY = 256;

    private final Handle handle;

    public ChangeTable(Handle handle) {
        this.handle = handle;
    }

    /**
     * Raises the version. This waits for every other writer, and keeps them all waiting until this transaction ends.
     *
     * @return the new version
     */
    long raiseVersion() {
        handle.execute("UPDATE mail_group_store SET version = version + 1");
        return version();
    }

    public long version() {
        return handle.createQuery("SELECT version FROM mail_group_store")
                .mapTo(long.class)
                .one();
    }

    /** Returns the groups that changed after a version; empty if the log no longer knows. */
    public Optional<Set<Long>> changedAfter(long version) {
        long logStart = handle.createQuery("SELECT log_start FROM mail_group_store")
                .mapTo(long.class)
                .one();
        if (version < logStart) {
            return Optional.empty();
        }
        return Optional.of(handle.createQuery("SELECT group_id FROM mail_group_change WHERE version > :version")
                .bind("version", version)
                .mapTo(long.class)
                .collect(Collectors.toSet()));
    }

    /** Gives groups a new version, as far as they exist, and notes it. */
    void record(long version, Collection<Long> groups, Clock clock) {
        Bulk.update(
                handle,
                "UPDATE mail_group SET version = :version WHERE id IN (:each)",
                groups,
                update -> update.bind("version", version));
        Bulk.batch(
                handle,
                "INSERT INTO mail_group_change (version, group_id, changed_at) VALUES (:version, :group, :now)",
                groups,
                (batch, group) ->
                        batch.bind("version", version).bind("group", group).bind("now", clock.instant()));
        if (version % CUT_EVERY == 0) {
            cut(clock.millis() - KEPT.toMillis());
        }
    }

    private void cut(long before) {
        Optional<Long> last = handle.createQuery(
                        "SELECT MAX(version) FROM mail_group_change WHERE changed_at < :before")
                .bind("before", before)
                .mapTo(Long.class)
                .findOne();
        last.ifPresent(version -> {
            handle.execute("DELETE FROM mail_group_change WHERE version <= ?", version);
            handle.execute("UPDATE mail_group_store SET log_start = ?", version);
        });
    }
}
