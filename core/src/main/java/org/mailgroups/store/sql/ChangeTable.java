// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The store's version and the log of which version changed which group. Versions come without gaps in the order of commits, because every writer
 * holds the version's row until its end.
 */
public final class ChangeTable {
    /** How long the log reaches back at least, by the clock of the node that cuts it; a node that was away for longer reads everything anew. */
    static final Duration KEPT = Duration.ofHours(1);

    /** The log is cut each time the version is a multiple of this. */
    public static final int CUT_EVERY = 256;

    private final Handle handle;

    public ChangeTable(Handle handle) {
        this.handle = handle;
    }

    /** Raises the version, which waits for every other writer and keeps them all waiting until this transaction ends. */
    long raiseVersion() {
        handle.execute("UPDATE mail_group_store SET version = version + 1");
        return version();
    }

    public long version() {
        return handle.createQuery("SELECT version FROM mail_group_store")
                .mapTo(long.class)
                .one();
    }

    /** Which groups changed after a version; empty if the log no longer knows. */
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
        Chunks.forEach(groups, ids -> Chunks.bind(
                        handle.createUpdate("UPDATE mail_group SET version = ? WHERE id IN " + Chunks.placeholders(ids))
                                .bind(0, version),
                        1,
                        ids)
                .execute());
        PreparedBatch batch = handle.prepareBatch(
                "INSERT INTO mail_group_change (version, group_id, changed_at) VALUES (:version, :group, :now)");
        groups.forEach(group -> batch.bind("version", version)
                .bind("group", group)
                .bind("now", clock.millis())
                .add());
        batch.execute();
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
