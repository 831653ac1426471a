// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.imports;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Update;
import org.mailgroups.imports.history.ImportCounts;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.imports.history.ImportRecord;
import org.mailgroups.imports.history.ImportStatus;
import org.mailgroups.imports.history.ImportTarget;
import org.mailgroups.imports.history.NewImport;
import org.mailgroups.imports.history.Rejection;
import org.mailgroups.value.Principal;

/** The SQL of imports and their rejected rows. */
public final class ImportTable {
    private static final int BATCH = 1000;

    /** Stands between the cells of a rejected row: a control character, which no {@link Rejection} has in it. */
    private static final String CELL_SEPARATOR = "\u001F";

    private static final String SELECT_IMPORT = "SELECT id, target, task_id, principal, mode, dry_run, status,"
            + " submitted_at, finished_at, row_count, added, updated, unchanged, removed, rejected FROM import_run ";

    private final Handle handle;

    public ImportTable(Handle handle) {
        this.handle = handle;
    }

    void insert(NewImport wanted, long version, long nowMillis) {
        handle.createUpdate("INSERT INTO import_run (id, version, target, principal, mode, dry_run, status,"
                        + " submitted_at, alive_at, row_count, added, updated, unchanged, removed, rejected)"
                        + " VALUES (:id, :version, :target, :principal, :mode, :dryRun, :status, :now, :now, :rows,"
                        + " 0, 0, 0, 0, 0)")
                .bind("id", wanted.id().toString())
                .bind("version", version)
                .bind("target", wanted.target().key())
                .bind("principal", wanted.principal().name())
                .bind("mode", wanted.mode().name())
                .bind("dryRun", wanted.dryRun())
                .bind("status", ImportStatus.WAITING.name())
                .bind("now", nowMillis)
                .bind("rows", wanted.rows())
                .execute();
    }

    boolean setTask(UUID id, UUID taskId) {
        return handle.execute("UPDATE import_run SET task_id = ? WHERE id = ?", taskId.toString(), id.toString()) > 0;
    }

    /** Ends those running imports of a target that have been silent since an instant. */
    void interruptSilent(String target, long silentSince, long nowMillis) {
        handle.execute(
                "UPDATE import_run SET status = ?, finished_at = ? WHERE target = ? AND status = ? AND alive_at < ?",
                ImportStatus.INTERRUPTED.name(),
                nowMillis,
                target,
                ImportStatus.RUNNING.name(),
                silentSince);
    }

    boolean isAnyRunning(String target) {
        return handle.createQuery("SELECT COUNT(*) FROM import_run WHERE target = :target AND status = :status")
                        .bind("target", target)
                        .bind("status", ImportStatus.RUNNING.name())
                        .mapTo(long.class)
                        .one()
                > 0;
    }

    void start(UUID id, long nowMillis) {
        handle.execute(
                "UPDATE import_run SET status = ?, alive_at = ? WHERE id = ?",
                ImportStatus.RUNNING.name(),
                nowMillis,
                id.toString());
    }

    boolean setProgress(UUID id, ImportCounts counts, long nowMillis) {
        return withCounts(
                                "UPDATE import_run SET alive_at = :now, " + SET_COUNTS
                                        + " WHERE id = :id AND status = 'RUNNING'",
                                counts)
                        .bind("id", id.toString())
                        .bind("now", nowMillis)
                        .execute()
                > 0;
    }

    boolean finish(UUID id, ImportStatus status, ImportCounts counts, long nowMillis) {
        return withCounts(
                                "UPDATE import_run SET status = :status, finished_at = :now, " + SET_COUNTS
                                        + " WHERE id = :id AND finished_at IS NULL",
                                counts)
                        .bind("id", id.toString())
                        .bind("status", status.name())
                        .bind("now", nowMillis)
                        .execute()
                > 0;
    }

    private static final String SET_COUNTS = "row_count = :rows, added = :added, updated = :updated,"
            + " unchanged = :unchanged, removed = :removed, rejected = :rejected";

    private Update withCounts(String sql, ImportCounts counts) {
        return handle.createUpdate(sql)
                .bind("rows", counts.rows())
                .bind("added", counts.added())
                .bind("updated", counts.updated())
                .bind("unchanged", counts.unchanged())
                .bind("removed", counts.removed())
                .bind("rejected", counts.rejected());
    }

    Optional<ImportRecord> find(UUID id) {
        return handle.createQuery(SELECT_IMPORT + "WHERE id = :id")
                .bind("id", id.toString())
                .map((row, context) -> record(row))
                .findOne();
    }

    Optional<ImportRecord> findByTask(ImportTarget target, UUID taskId) {
        return handle.createQuery(SELECT_IMPORT + "WHERE target = :target AND task_id = :task")
                .bind("target", target.key())
                .bind("task", taskId.toString())
                .map((row, context) -> record(row))
                .findOne();
    }

    /** The newest first. */
    List<ImportRecord> list(ImportTarget target) {
        return handle.createQuery(SELECT_IMPORT + "WHERE target = :target ORDER BY version DESC")
                .bind("target", target.key())
                .map((row, context) -> record(row))
                .list();
    }

    /** Forgets all but the newest imports of a target, as far as they have ended. */
    void deleteAllButNewest(ImportTarget target, int kept) {
        handle.createQuery("SELECT id FROM import_run WHERE target = :target AND finished_at IS NOT NULL"
                        + " ORDER BY version DESC OFFSET :kept ROWS")
                .bind("target", target.key())
                .bind("kept", kept)
                .mapTo(String.class)
                .list()
                .forEach(this::delete);
    }

    /** Forgets all imports of a target. */
    public void deleteAll(ImportTarget target) {
        handle.createQuery("SELECT id FROM import_run WHERE target = :target")
                .bind("target", target.key())
                .mapTo(String.class)
                .list()
                .forEach(this::delete);
    }

    private void delete(String id) {
        handle.execute("DELETE FROM import_rejection WHERE import_id = ?", id);
        handle.execute("DELETE FROM import_run WHERE id = ?", id);
    }

    void insertRejections(UUID id, Collection<Rejection> rejections) {
        PreparedBatch batch = handle.prepareBatch(
                "INSERT INTO import_rejection (import_id, line, cells, reason) VALUES (?, ?, ?, ?)");
        for (Rejection rejection : rejections) {
            batch.bind(0, id.toString())
                    .bind(1, rejection.line())
                    .bind(2, String.join(CELL_SEPARATOR, rejection.cells()))
                    .bind(3, rejection.reason())
                    .add();
            if (batch.size() == BATCH) {
                batch.execute();
            }
        }
        batch.execute();
    }

    /** By line. */
    List<Rejection> rejections(UUID id, long afterLine, int limit) {
        return handle.createQuery("SELECT line, cells, reason FROM import_rejection"
                        + " WHERE import_id = :id AND line > :after ORDER BY line FETCH FIRST :rows ROWS ONLY")
                .bind("id", id.toString())
                .bind("after", afterLine)
                .bind("rows", limit)
                .map((row, context) -> new Rejection(
                        row.getLong("line"),
                        Arrays.asList(row.getString("cells").split(CELL_SEPARATOR, -1)),
                        row.getString("reason")))
                .list();
    }

    private static ImportRecord record(ResultSet row) throws SQLException {
        long finishedAt = row.getLong("finished_at");
        Optional<Instant> finished = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(finishedAt));
        return new ImportRecord(
                UUID.fromString(row.getString("id")),
                new ImportTarget(row.getString("target")),
                Optional.ofNullable(row.getString("task_id")).map(UUID::fromString),
                new Principal(row.getString("principal")),
                ImportMode.valueOf(row.getString("mode")),
                row.getBoolean("dry_run"),
                ImportStatus.valueOf(row.getString("status")),
                Instant.ofEpochMilli(row.getLong("submitted_at")),
                finished,
                new ImportCounts(
                        row.getLong("row_count"),
                        row.getLong("added"),
                        row.getLong("updated"),
                        row.getLong("unchanged"),
                        row.getLong("removed"),
                        row.getLong("rejected")));
    }
}
