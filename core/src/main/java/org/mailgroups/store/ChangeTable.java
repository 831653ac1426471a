// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.mailgroups.group.AllowedSender;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.value.Address;

/**
 * The store's version and the log of which version changed which group. Versions come without gaps in the order of commits, because every writer
 * holds the version's row until its end.
 */
final class ChangeTable {
    /** How long the log reaches back at least, by the clock of the node that cuts it; a node that was away for longer reads everything anew. */
    static final Duration KEPT = Duration.ofHours(1);

    /** The log is cut each time the version is a multiple of this. */
    static final int CUT_EVERY = 256;

    private static final String SELECT_ENTRY =
            "SELECT id, address, name, version, " + SettingsColumns.NAMES + " FROM mail_group ";

    private final Handle handle;

    ChangeTable(Handle handle) {
        this.handle = handle;
    }

    /** Raises the version, which waits for every other writer and keeps them all waiting until this transaction ends. */
    long raiseVersion() {
        handle.execute("UPDATE mail_group_store SET version = version + 1");
        return version();
    }

    long version() {
        return handle.createQuery("SELECT version FROM mail_group_store")
                .mapTo(long.class)
                .one();
    }

    /** Which groups changed after a version; empty if the log no longer knows. */
    Optional<Set<Long>> changedAfter(long version) {
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

    /** Those of the given groups that exist. */
    List<GroupEntry> entries(Collection<Long> groups) {
        Map<Long, List<Address>> administrators = new AdministratorTable(handle).of(groups);
        Map<Long, List<AllowedSender>> allowedSenders = new AllowedSenderTable(handle).of(groups);
        List<GroupEntry> entries = new ArrayList<>();
        Chunks.forEach(
                groups,
                ids -> entries.addAll(new LinkedHashSet<>(Chunks.bind(
                                handle.createQuery(SELECT_ENTRY + "WHERE id IN " + Chunks.placeholders(ids)), 0, ids)
                        .map((row, context) -> entry(row, administrators, allowedSenders))
                        .list())));
        return entries;
    }

    /** All groups. */
    List<GroupEntry> allEntries() {
        Map<Long, List<Address>> administrators = new AdministratorTable(handle).ofAll();
        Map<Long, List<AllowedSender>> allowedSenders = new AllowedSenderTable(handle).ofAll();
        return handle.createQuery(SELECT_ENTRY)
                .setFetchSize(10_000)
                .map((row, context) -> entry(row, administrators, allowedSenders))
                .list();
    }

    private static GroupEntry entry(
            ResultSet row, Map<Long, List<Address>> administrators, Map<Long, List<AllowedSender>> allowedSenders)
            throws SQLException {
        long id = row.getLong("id");
        return new GroupEntry(
                id,
                Address.parse(row.getString("address")),
                row.getString("name"),
                row.getLong("version"),
                administrators.getOrDefault(id, List.of()),
                SettingsColumns.read(row).withAllowedSenders(allowedSenders.getOrDefault(id, List.of())));
    }
}
