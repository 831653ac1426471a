// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.apache.james.server.task.json.dto.TaskDTO;
import org.apache.james.task.Task;
import org.apache.james.task.TaskExecutionDetails.AdditionalInformation;
import org.apache.james.task.TaskType;
import org.mailgroups.value.Principal;

/** A restoration as a task. Cancelled, it ends after the batch it is at, and takes back a new group that is not complete. */
public final class RestoreTask implements Task {
    public static final TaskType TYPE = TaskType.of(RestoreSummary.TYPE);

    private final BackupRestore restore;
    private final BackupStaging staging;
    private final UUID backup;
    private final BackupRestore.Order order;
    private final RestoreProgress progress;

    public RestoreTask(BackupRestore restore, BackupStaging staging, UUID backup, BackupRestore.Order order) {
        this.restore = restore;
        this.staging = staging;
        this.backup = backup;
        this.order = order;
        this.progress = new RestoreProgress(order.mode(), order.dryRun(), Clock.systemUTC());
    }

    @Override
    public Result run() throws InterruptedException {
        try (InputStream document = staging.open(backup)) {
            restore.run(order, document, progress);
            return Result.COMPLETED;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            staging.remove(backup);
        }
    }

    @Override
    public TaskType type() {
        return TYPE;
    }

    @Override
    public Optional<AdditionalInformation> details() {
        return Optional.of(progress.summary());
    }

    /** The task as James passes it to the node that runs it, which must be the one that has the file. */
    public Order order() {
        return new Order(
                RestoreSummary.TYPE,
                order.principal().name(),
                backup.toString(),
                order.mode().word(),
                order.dryRun());
    }

    /** What the task is made from, as JSON. */
    public record Order(String type, String principal, String backup, String mode, boolean dryRun) implements TaskDTO {
        @Override
        public String getType() {
            return type;
        }

        public RestoreTask task(BackupRestore restore, BackupStaging staging) {
            return new RestoreTask(
                    restore,
                    staging,
                    UUID.fromString(backup),
                    new BackupRestore.Order(new Principal(principal), RestoreMode.of(mode), dryRun));
        }
    }
}
