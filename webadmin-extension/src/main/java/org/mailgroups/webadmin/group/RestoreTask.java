// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.james.server.task.json.dto.TaskDTO;
import org.apache.james.task.Task;
import org.apache.james.task.TaskExecutionDetails.AdditionalInformation;
import org.apache.james.task.TaskType;
import org.mailgroups.backup.BackupRestore;
import org.mailgroups.backup.Report;
import org.mailgroups.backup.RestoreMode;
import org.mailgroups.right.Principal;
import org.mailgroups.work.Cancellation;
import org.mailgroups.work.Failure;
import org.mailgroups.work.OwnThread;

/**
 * Restores a backup, as a task. If the task is cancelled, it ends after the batch that it works on. A new group that is
 * not complete was never there.
 */
public final class RestoreTask implements Task {
    public static final TaskType TYPE = TaskType.of(RestoreSummary.TYPE);

    private final BackupRestore restore;
    private final BackupRestore.Order order;
    private final Report report = new Report();

    public RestoreTask(BackupRestore restore, BackupRestore.Order order) {
        this.restore = restore;
        this.order = order;
    }

    @Override
    public Result run() throws InterruptedException {
        Cancellation cancellation = new Cancellation();
        return OwnThread.run(
                "restore-" + order.backup(),
                cancellation,
                () -> Failure.told(report::failed, () -> {
                    restore.run(order, report, cancellation);
                    return Result.COMPLETED;
                }));
    }

    @Override
    public TaskType type() {
        return TYPE;
    }

    @Override
    public Optional<AdditionalInformation> details() {
        return Optional.of(RestoreSummary.of(report, order, Instant.now()));
    }

    /** Returns the order that James passes to the node that runs the task. A file that is not shared is on one. */
    public Order order() {
        return new Order(
                RestoreSummary.TYPE,
                order.principal().name(),
                order.backup().toString(),
                order.mode().word(),
                order.dryRun());
    }

    /** The JSON that a node makes the task from. Only a postmaster could submit it. */
    public record Order(String type, String principal, String backup, String mode, boolean dryRun) implements TaskDTO {
        @Override
        public String getType() {
            return type;
        }

        public RestoreTask task(BackupRestore restore) {
            return new RestoreTask(
                    restore,
                    new BackupRestore.Order(
                            Principal.postmaster(principal), UUID.fromString(backup), RestoreMode.of(mode), dryRun));
        }
    }
}
