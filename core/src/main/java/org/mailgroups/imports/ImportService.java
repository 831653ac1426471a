// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.csv.CsvWriter;
import org.mailgroups.imports.history.ImportCounts;
import org.mailgroups.imports.history.ImportHistory;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.imports.history.ImportRecord;
import org.mailgroups.imports.history.ImportStatus;
import org.mailgroups.imports.history.ImportWarning;
import org.mailgroups.imports.history.NewImport;
import org.mailgroups.imports.history.Rejection;
import org.mailgroups.right.Principal;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;
import org.mailgroups.work.Failure;

/**
 * Takes files and makes imports of them, and knows what became of earlier ones.
 *
 * <p>Each subject hands out its {@link ImportKind} to a principal who may import, and only to such a one.
 *
 * <p>A file is read through once while its sender waits. If it is wrong as a file (header, encoding, quotes, too many
 * rows) it is refused at once, so that a job has nothing but rows to judge.
 *
 * <p>Thread-safe.
 */
@Singleton
public final class ImportService {
    /** The most rows of a file. Each takes about 150 bytes of memory while the import runs. */
    public static final long MAX_ROWS = 1_000_000;

    private static final int REJECTIONS_AT_ONCE = 1000;

    private final ImportHistory history;
    private final Staging staging;
    private final ImportPulse pulse;
    private final AuditTrail audit;
    private final Clock clock;

    @Inject
    public ImportService(ImportHistory history, Staging staging, ImportPulse pulse, AuditTrail audit, Clock clock) {
        this.history = history;
        this.staging = staging;
        this.pulse = pulse;
        this.audit = audit;
        this.clock = clock;
    }

    /** Returns the length of the longest file that is taken, in bytes. */
    public long maxBytes() {
        return staging.maxBytes();
    }

    /**
     * Makes an import ready to run.
     *
     * @param file read to its end, closed by the caller
     * @throws InvalidValueException if the file cannot be taken as it is; nothing will be applied
     */
    public ImportJob begin(
            Principal principal, ImportKind<?, ?> kind, ImportMode mode, boolean dryRun, InputStream file) {
        if (mode == ImportMode.REPLACE && !(kind instanceof ReplaceableKind)) {
            throw new InvalidValueException("mode", "this kind of import only adds: it must be add");
        }
        UUID id = UUID.randomUUID();
        staging.keep(id, file);
        try {
            NewImport order = new NewImport(id, kind.target(), principal, mode, dryRun, countRows(id, kind, mode));
            pulse.give(id);
            history.submit(order);
            return job(order, kind);
        } catch (RuntimeException | Error e) {
            pulse.forget(id);
            staging.remove(id);
            throw e;
        }
    }

    private ImportJob job(NewImport order, ImportKind<?, ?> kind) {
        return new ImportJob(order, kind, staging, history, pulse, audit, clock);
    }

    /** Lets any node run an import, if other nodes may be on the store. */
    public void letTravel(ImportJob job) {
        UUID id = job.order().id();
        if (staging.share(id)) {
            history.letTravel(id);
            // The node that runs it gives its signs.
            pulse.forget(id);
        }
    }

    /** Takes an import back that no task will run: nothing of it stays. */
    public void withdraw(ImportJob job) {
        UUID id = job.order().id();
        pulse.forget(id);
        staging.remove(id);
        history.withdraw(id);
    }

    /**
     * Makes an import ready to run that a node has taken, be it this one or another.
     *
     * @param kinds returns the kind, for the principal in whose name it runs
     * @throws NotFoundException if it is forgotten, or has no target any more
     */
    public ImportJob resume(UUID id, Function<Principal, ImportKind<?, ?>> kinds) {
        ImportRecord record =
                history.find(id).orElseThrow(() -> new NotFoundException("there is no import " + id + " any more"));
        // Whoever began it had the right to, and the server carries it out in that one's name.
        Principal principal = Principal.postmaster(record.principal());
        ImportCounts counts = record.counts();
        NewImport order = new NewImport(id, record.target(), principal, record.mode(), record.dryRun(), counts.rows());
        try {
            ImportJob job = job(order, kinds.apply(principal));
            pulse.give(id);
            history.take(id);
            return job;
        } catch (RuntimeException e) {
            pulse.forget(id);
            endAfter(e, id, counts);
            throw e;
        }
    }

    private void endAfter(RuntimeException failure, UUID id, ImportCounts counts) {
        try {
            history.finish(id, ImportStatus.FAILED, counts, Failure.reasonOf(failure));
            staging.remove(id);
        } catch (RuntimeException besides) {
            failure.addSuppressed(besides);
        }
    }

    /** Writes down which task runs an import: it is found by that later. */
    public void assign(ImportJob job, UUID task) {
        NewImport order = job.order();
        history.assignTask(order.id(), task);
        List<Object> details = new ArrayList<>(job.kind().auditDetails());
        if (job.kind() instanceof ReplaceableKind) {
            details.addAll(List.of("mode", order.mode()));
        }
        details.addAll(List.of("dryRun", order.dryRun(), "import", order.id(), "task", task));
        audit.record(order.principal(), job.kind().action(), details.toArray());
    }

    /** Ends an import whose task has come to its end without running it. */
    public void endIfItNeverBegan(ImportJob job) {
        UUID id = job.order().id();
        boolean isWaiting = history.find(id)
                .filter(record -> record.status() == ImportStatus.WAITING)
                .isPresent();
        if (isWaiting) {
            pulse.forget(id);
            history.finish(id, ImportStatus.CANCELLED, ImportCounts.none());
            staging.remove(id);
        }
    }

    private long countRows(UUID id, ImportKind<?, ?> kind, ImportMode mode) {
        try (RowSource source = kind.rows(staging.open(id))) {
            long rows = source.count(MAX_ROWS);
            if (rows > MAX_ROWS) {
                throw new InvalidValueException("the file has more than " + MAX_ROWS + " rows");
            }
            if (rows == 0 && mode == ImportMode.REPLACE) {
                throw new InvalidValueException("the file has no row: nobody would be left");
            }
            return rows;
        }
    }

    /**
     * Returns the imports into the same target, the newest first.
     *
     * @param page after an import's id
     * @throws InvalidValueException if that import is forgotten
     */
    public Page<ImportRecord> list(ImportKind<?, ?> kind, PageRequest page) {
        List<ImportRecord> records = history.list(kind.target());
        return Page.of(
                page.limit(),
                records.stream()
                        .skip(countUpTo(page.after(), records))
                        .limit(page.limit() + 1L)
                        .toList(),
                record -> record.id().toString());
    }

    private static int countUpTo(String after, List<ImportRecord> records) {
        if (after.isEmpty()) {
            return 0;
        }
        int index =
                records.stream().map(record -> record.id().toString()).toList().indexOf(after);
        if (index < 0) {
            throw new InvalidValueException("after is not the 'next' of a page, or that import is forgotten");
        }
        return index + 1;
    }

    /**
     * Returns the rows that an import rejected, as lines of a CSV file that can be corrected and imported. A line has
     * all cells of its row, however many, and the reason behind them. So a row that was rejected for the number of its
     * cells has the reason in another column than the last, and is rejected again until somebody edits it.
     *
     * @throws NotFoundException if there is no such import into this target
     */
    public Stream<String> rejections(ImportKind<?, ?> kind, String taskId) {
        UUID id = history.findByTask(kind.target(), uuid(taskId))
                .orElseThrow(() -> unknown(taskId))
                .id();
        Stream<Rejection> rejections = Stream.iterate(
                        history.rejections(id, 0, REJECTIONS_AT_ONCE),
                        page -> !page.isEmpty(),
                        page -> history.rejections(id, page.get(page.size() - 1).line(), REJECTIONS_AT_ONCE))
                .flatMap(List::stream);
        return Stream.concat(
                Stream.of(line(kind.columns(), Header.REASON)),
                rejections.map(
                        rejection -> line(rejection.cells(), Header.reason(rejection.line(), rejection.reason()))));
    }

    /**
     * Returns what an import could not take of rows that it has applied, as lines of a CSV file.
     *
     * @throws NotFoundException if there is no such import into this target
     */
    public Stream<String> warnings(ImportKind<?, ?> kind, String taskId) {
        UUID id = history.findByTask(kind.target(), uuid(taskId))
                .orElseThrow(() -> unknown(taskId))
                .id();
        Stream<ImportWarning> warnings = Stream.iterate(
                        history.warnings(id, 0, REJECTIONS_AT_ONCE),
                        page -> !page.isEmpty(),
                        page -> history.warnings(id, page.get(page.size() - 1).line(), REJECTIONS_AT_ONCE))
                .flatMap(List::stream);
        return Stream.concat(
                Stream.of(CsvWriter.line("Line", "Name", Header.REASON)),
                warnings.map(
                        warning -> CsvWriter.line(Long.toString(warning.line()), warning.name(), warning.reason())));
    }

    private static String line(List<String> cells, String reason) {
        return CsvWriter.lineOf(Stream.concat(cells.stream(), Stream.of(reason)).toList());
    }

    private static UUID uuid(String taskId) {
        try {
            return UUID.fromString(taskId);
        } catch (IllegalArgumentException e) {
            throw new NotFoundException(unknown(taskId).reason(), e);
        }
    }

    private static NotFoundException unknown(String taskId) {
        return new NotFoundException("there was no import with the task " + taskId + ", or it is forgotten");
    }
}
