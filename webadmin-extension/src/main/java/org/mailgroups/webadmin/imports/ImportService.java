/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.webadmin.imports;

import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.task.Task;
import org.apache.james.task.TaskId;
import org.apache.james.task.TaskManager;
import org.mailgroups.group.ImportCounts;
import org.mailgroups.group.ImportHistory;
import org.mailgroups.group.ImportMode;
import org.mailgroups.group.ImportRecord;
import org.mailgroups.group.ImportStatus;
import org.mailgroups.group.ImportTarget;
import org.mailgroups.group.InvalidValueException;
import org.mailgroups.group.NewImport;
import org.mailgroups.group.NotFoundException;
import org.mailgroups.group.Page;
import org.mailgroups.group.PageRequest;
import org.mailgroups.group.Rejection;
import org.mailgroups.webadmin.csv.CsvWriter;

/**
 * Takes files and makes imports of them, and knows what became of earlier ones.
 *
 * <p>A file is read through once while its sender waits: whatever is wrong with it as a file (header, encoding, quotes, too many rows) is refused at once, so that a task has nothing but
 * rows to judge.
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
    private final TaskManager tasks;
    private final Clock clock;
    /** The tasks of imports that may not have begun. */
    private final Map<UUID, TaskId> submitted = new ConcurrentHashMap<>();

    @Inject
    public ImportService(ImportHistory history, Staging staging, TaskManager tasks) {
        this.history = history;
        this.staging = staging;
        this.tasks = tasks;
        this.clock = Clock.systemUTC();
    }

    /** The longest file that is taken, in bytes. */
    public long maxBytes() {
        return staging.maxBytes();
    }

    /**
     * Begins an import.
     *
     * @param file read to its end, closed by the caller
     * @return the id of its task
     * @throws InvalidValueException if the file cannot be taken as it is; nothing will be applied
     */
    public String submit(ImportOrder order, Importer<?> importer, InputStream file) {
        endCancelled();
        UUID id = UUID.randomUUID();
        staging.keep(id, file);
        try {
            long rows = countRows(id, importer, order.mode());
            history.submit(new NewImport(id, order.target(), order.principal(), order.mode(), order.dryRun(), rows));
            Progress progress = new Progress(rows);
            ImportExecution execution =
                    new ImportExecution(id, order.mode(), order.dryRun(), importer, staging, history, progress);
            return submit(id, new ImportTask(order.taskType(), execution, () -> information(order, progress)));
        } catch (RuntimeException e) {
            staging.remove(id);
            throw e;
        }
    }

    private ImportInformation information(ImportOrder order, Progress progress) {
        return order.information(new ImportState(
                order.dryRun(),
                order.mode(),
                progress.counts(),
                progress.rejections(),
                progress.failure(),
                clock.instant()));
    }

    private String submit(UUID id, Task task) {
        TaskId taskId = tasks.submit(task);
        submitted.put(id, taskId);
        try {
            history.assignTask(id, taskId.getValue());
        } catch (RuntimeException e) {
            // Nobody would ever find it.
            tasks.cancel(taskId);
            throw e;
        }
        return taskId.asString();
    }

    private long countRows(UUID id, Importer<?> importer, ImportMode mode) {
        try (RowSource source = importer.rows(staging.open(id))) {
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

    /** Ends imports that were cancelled before they began: James tells that to nobody, so it is looked up whenever somebody asks. */
    private void endCancelled() {
        submitted.forEach((id, task) -> {
            if (tasks.getExecutionDetails(task).getStatus().isFinished()) {
                boolean neverBegan = history.find(id)
                        .filter(record -> record.status() == ImportStatus.WAITING)
                        .isPresent();
                if (neverBegan) {
                    history.finish(id, ImportStatus.CANCELLED, ImportCounts.none());
                    staging.remove(id);
                }
                submitted.remove(id);
            }
        });
    }

    /**
     * The imports into a target, the newest first.
     *
     * @param page after an import's id
     * @throws InvalidValueException if that import is forgotten
     */
    public Page<ImportRecord> list(ImportTarget target, PageRequest page) {
        endCancelled();
        List<ImportRecord> records = history.list(target);
        return Page.ofOneMoreThan(
                page.limit(),
                records.stream()
                        .skip(countUpTo(page.after(), records))
                        .limit(page.limit() + 1L)
                        .toList());
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
     * The rows that an import rejected, as lines of a CSV file that can be corrected and imported: all of their cells, however many, and the reason behind them. So a row that was rejected for the number of
     * its cells has the reason in another column than the last, and is rejected again until somebody edits it.
     *
     * @param columns of the file that was imported
     * @throws NotFoundException if there is no such import into this target
     */
    public Stream<String> rejections(ImportTarget target, List<String> columns, String taskId) {
        UUID id = history.findByTask(target, uuid(taskId))
                .orElseThrow(() -> unknown(taskId))
                .id();
        Stream<Rejection> rejections = Stream.iterate(
                        history.rejections(id, 0, REJECTIONS_AT_ONCE),
                        page -> !page.isEmpty(),
                        page -> history.rejections(id, page.get(page.size() - 1).line(), REJECTIONS_AT_ONCE))
                .flatMap(List::stream);
        return Stream.concat(
                Stream.of(line(columns, Header.REASON)),
                rejections.map(
                        rejection -> line(rejection.cells(), Header.reason(rejection.line(), rejection.reason()))));
    }

    private static String line(List<String> cells, String reason) {
        return CsvWriter.lineOf(Stream.concat(cells.stream(), Stream.of(reason)).toList());
    }

    private static UUID uuid(String taskId) {
        try {
            return UUID.fromString(taskId);
        } catch (IllegalArgumentException e) {
            NotFoundException unknown = unknown(taskId);
            unknown.initCause(e);
            throw unknown;
        }
    }

    private static NotFoundException unknown(String taskId) {
        return new NotFoundException("there was no import with the task " + taskId + ", or it is forgotten");
    }
}
