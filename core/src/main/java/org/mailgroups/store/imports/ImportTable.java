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
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Update;
import org.mailgroups.imports.history.ImportCounts;
import org.mailgroups.imports.history.ImportHistory.Sign;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.imports.history.ImportRecord;
import org.mailgroups.imports.history.ImportStatus;
import org.mailgroups.imports.history.ImportTarget;
import org.mailgroups.imports.history.ImportWarning;
import org.mailgroups.imports.history.NewImport;
import org.mailgroups.imports.history.Rejection;
import org.mailgroups.store.sql.Bulk;
import org.mailgroups.store.sql.Cells;

/** The SQL of imports and their rejected rows. */
public final class ImportTable {
    /** Stands between the cells of a rejected row: a control character, which no {@link Rejection} has in it. */
    private static final String CELL_SEPARATOR = "\u001F";

    private static final int MAX_REASON_LENGTH = 1000;

    private static final String SELECT_IMPORT = "SELECT id, target, task_id, principal, mode, dry_run, status,"
            + " submitted_at, finished_at, row_count, added, updated, unchanged, removed, rejected, warned, reason"
            + " FROM import_run ";

    private static final String SET_COUNTS = "row_count = :rows, added = :added, updated = :updated,"
            + " unchanged = :unchanged, removed = :removed, rejected = :rejected, warned = :warned";

    private static final RowMapper<ImportRecord> RECORD = (row, context) -> record(row);

    private static final RowMapper<Rejection> REJECTION = (row, context) -> new Rejection(
            row.getLong("line"),
            Arrays.asList(row.getString("cells").split(CELL_SEPARATOR, -1)),
            row.getString("reason"));

    private static final RowMapper<ImportWarning> WARNING =
            (row, context) -> new ImportWarning(row.getLong("line"), row.getString("name"), row.getString("reason"));

    private final Handle handle;

    public ImportTable(Handle handle) {
        this.handle = handle;
    }

    void insert(NewImport wanted, long version, Instant now) {
        handle.createUpdate("INSERT INTO import_run (id, version, target, principal, mode, dry_run, status,"
                        + " submitted_at, alive_at, pulses, row_count, added, updated, unchanged, removed, rejected)"
                        + " VALUES (:id, :version, :target, :principal, :mode, :dryRun, :status, :now, :now, TRUE,"
                        + " :rows, 0, 0, 0, 0, 0)")
                .bind("id", wanted.id())
                .bind("version", version)
                .bind("target", wanted.target().key())
                .bind("principal", wanted.principal().name())
                .bind("mode", wanted.mode().name())
                .bind("dryRun", wanted.dryRun())
                .bind("status", ImportStatus.WAITING.name())
                .bind("now", now)
                .bind("rows", wanted.rows())
                .execute();
    }

    boolean setTask(UUID id, UUID taskId) {
        return handle.execute("UPDATE import_run SET task_id = ? WHERE id = ?", taskId, id) > 0;
    }

    /** Ends an import, unless it has given a sign of life since the given one. */
    boolean interrupt(Sign last, Instant now, String reason) {
        return handle.createUpdate("UPDATE import_run SET status = :interrupted, finished_at = :now, reason = :reason"
                                + " WHERE id = :id AND status = :status AND alive_at = :last")
                        .bind("interrupted", ImportStatus.INTERRUPTED.name())
                        .bind("now", now)
                        .bind("reason", reason)
                        .bind("id", last.id())
                        .bind("status", last.status().name())
                        .bind("last", last.aliveAt())
                        .execute()
                > 0;
    }

    List<Sign> signs() {
        return handle.createQuery(
                        "SELECT id, status, travels, pulses, alive_at FROM import_run" + " WHERE finished_at IS NULL")
                .map((row, context) -> new Sign(
                        Cells.uuid(row, "id"),
                        ImportStatus.valueOf(row.getString("status")),
                        row.getBoolean("travels"),
                        row.getBoolean("pulses"),
                        Cells.instant(row, "alive_at")))
                .list();
    }

    void showLife(Collection<UUID> ids, Instant now) {
        Bulk.update(
                handle,
                "UPDATE import_run SET alive_at = :now WHERE finished_at IS NULL AND id IN (:each)",
                ids,
                update -> update.bind("now", now));
    }

    boolean letTravel(UUID id) {
        return handle.execute("UPDATE import_run SET travels = TRUE WHERE id = ?", id) > 0;
    }

    boolean take(UUID id, Instant now) {
        return handle.execute(
                        "UPDATE import_run SET travels = FALSE, alive_at = ? WHERE id = ? AND finished_at IS NULL",
                        now,
                        id)
                > 0;
    }

    /** Returns whether an import that had begun has been ended. One that is forgotten finds its target gone. */
    boolean isGivenUp(UUID id) {
        return find(id).filter(found -> found.status() != ImportStatus.RUNNING).isPresent();
    }

    /** One that was given up does not run, even if a node of the version before has written so after that. */
    boolean isAnyRunning(String target) {
        return handle.createQuery("SELECT COUNT(*) FROM import_run"
                                + " WHERE target = :target AND status = :status AND finished_at IS NULL")
                        .bind("target", target)
                        .bind("status", ImportStatus.RUNNING.name())
                        .mapTo(long.class)
                        .one()
                > 0;
    }

    void start(UUID id, Instant now) {
        handle.createUpdate("UPDATE import_run SET status = :running, alive_at = :now WHERE id = :id")
                .bind("running", ImportStatus.RUNNING.name())
                .bind("now", now)
                .bind("id", id)
                .execute();
    }

    boolean setProgress(UUID id, ImportCounts counts, Instant now) {
        return withCounts(
                                "UPDATE import_run SET alive_at = :now, " + SET_COUNTS
                                        + " WHERE id = :id AND status = 'RUNNING'",
                                counts)
                        .bind("id", id)
                        .bind("now", now)
                        .execute()
                > 0;
    }

    boolean finish(UUID id, ImportStatus status, ImportCounts counts, String reason, Instant now) {
        return withCounts(
                                "UPDATE import_run SET status = :status, finished_at = :now, reason = :reason, "
                                        + SET_COUNTS
                                        + " WHERE id = :id AND finished_at IS NULL",
                                counts)
                        .bind("id", id)
                        .bind("status", status.name())
                        .bind("reason", reason.isEmpty() ? null : shortened(reason))
                        .bind("now", now)
                        .execute()
                > 0;
    }

    private static String shortened(String reason) {
        return reason.substring(0, Math.min(reason.length(), MAX_REASON_LENGTH));
    }

    private Update withCounts(String sql, ImportCounts counts) {
        return handle.createUpdate(sql)
                .bind("rows", counts.rows())
                .bind("added", counts.added())
                .bind("updated", counts.updated())
                .bind("unchanged", counts.unchanged())
                .bind("removed", counts.removed())
                .bind("rejected", counts.rejected())
                .bind("warned", counts.warned());
    }

    Optional<ImportRecord> find(UUID id) {
        return find("id = ?", id);
    }

    Optional<ImportRecord> findByTask(ImportTarget target, UUID taskId) {
        return find("target = ? AND task_id = ?", target.key(), taskId);
    }

    Optional<ImportRecord> findByTask(UUID taskId) {
        return find("task_id = ?", taskId);
    }

    private Optional<ImportRecord> find(String condition, Object... values) {
        return handle.select(SELECT_IMPORT + "WHERE " + condition, values)
                .map(RECORD)
                .findOne();
    }

    /** Returns the imports of a target, the newest first. */
    List<ImportRecord> list(ImportTarget target) {
        return handle.select(SELECT_IMPORT + "WHERE target = ? ORDER BY version DESC", target.key())
                .map(RECORD)
                .list();
    }

    /** Forgets all but the newest imports of a target, as far as they have ended. */
    void deleteAllButNewest(ImportTarget target, int kept) {
        deleteLooseWarnings();
        handle.createQuery("SELECT id FROM import_run WHERE target = :target AND finished_at IS NOT NULL"
                        + " ORDER BY version DESC OFFSET :kept ROWS")
                .bind("target", target.key())
                .bind("kept", kept)
                .mapTo(UUID.class)
                .list()
                .forEach(this::delete);
    }

    /** Deletes the warnings that a node of an older version has left, which does not know them. */
    private void deleteLooseWarnings() {
        handle.execute("DELETE FROM import_warning WHERE NOT EXISTS"
                + " (SELECT 1 FROM import_run WHERE import_run.id = import_warning.import_id)");
    }

    /** Forgets all imports of a target. */
    public void deleteAll(ImportTarget target) {
        handle.createQuery("SELECT id FROM import_run WHERE target = :target")
                .bind("target", target.key())
                .mapTo(UUID.class)
                .list()
                .forEach(this::delete);
    }

    void delete(UUID id) {
        handle.execute("DELETE FROM import_rejection WHERE import_id = ?", id);
        handle.execute("DELETE FROM import_warning WHERE import_id = ?", id);
        handle.execute("DELETE FROM import_run WHERE id = ?", id);
    }

    void insertRejections(UUID id, Collection<Rejection> rejections) {
        Bulk.batch(
                handle,
                "INSERT INTO import_rejection (import_id, line, cells, reason) VALUES (:id, :line, :cells, :reason)",
                rejections,
                (batch, rejection) -> batch.bind("id", id)
                        .bind("line", rejection.line())
                        .bind("cells", String.join(CELL_SEPARATOR, rejection.cells()))
                        .bind("reason", rejection.reason()));
    }

    /** Returns rejections by line. */
    List<Rejection> rejections(UUID id, long afterLine, int limit) {
        return byLine("SELECT line, cells, reason FROM import_rejection", REJECTION, id, afterLine, limit);
    }

    private <T> List<T> byLine(String select, RowMapper<T> mapper, UUID id, long afterLine, int limit) {
        return handle.createQuery(
                        select + " WHERE import_id = :id AND line > :after ORDER BY line FETCH FIRST :rows ROWS ONLY")
                .bind("id", id)
                .bind("after", afterLine)
                .bind("rows", limit)
                .map(mapper)
                .list();
    }

    void insertWarnings(UUID id, Collection<ImportWarning> warnings) {
        Bulk.batch(
                handle,
                "INSERT INTO import_warning (import_id, line, name, reason) VALUES (:id, :line, :name, :reason)",
                warnings,
                (batch, warning) -> batch.bind("id", id)
                        .bind("line", warning.line())
                        .bind("name", warning.name())
                        .bind("reason", warning.reason()));
    }

    /** Returns warnings by line. */
    List<ImportWarning> warnings(UUID id, long afterLine, int limit) {
        return byLine("SELECT line, name, reason FROM import_warning", WARNING, id, afterLine, limit);
    }

    private static ImportRecord record(ResultSet row) throws SQLException {
        long finishedAt = row.getLong("finished_at");
        Optional<Instant> finished = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(finishedAt));
        return new ImportRecord(
                Cells.uuid(row, "id"),
                new ImportTarget(row.getString("target")),
                Optional.ofNullable(row.getString("task_id")).map(UUID::fromString),
                row.getString("principal"),
                ImportMode.valueOf(row.getString("mode")),
                row.getBoolean("dry_run"),
                ImportStatus.valueOf(row.getString("status")),
                Cells.instant(row, "submitted_at"),
                finished,
                new ImportCounts(
                        row.getLong("row_count"),
                        row.getLong("added"),
                        row.getLong("updated"),
                        row.getLong("unchanged"),
                        row.getLong("removed"),
                        row.getLong("rejected"),
                        row.getLong("warned")),
                Optional.ofNullable(row.getString("reason")));
    }
}
