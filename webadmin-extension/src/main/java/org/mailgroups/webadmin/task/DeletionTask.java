// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.task;

import java.time.Instant;
import java.util.Optional;
import org.apache.james.task.Task;
import org.apache.james.task.TaskExecutionDetails.AdditionalInformation;
import org.apache.james.task.TaskType;
import org.mailgroups.deletion.Deletion;
import org.mailgroups.deletion.DeletionProgress;
import org.mailgroups.deletion.DeletionService;
import org.mailgroups.work.Cancellation;
import org.mailgroups.work.Failure;
import org.mailgroups.work.OwnThread;

/** Deletes much, as a task. If the task is cancelled, it ends after the batch that it works on. */
public final class DeletionTask implements Task {
    private final DeletionService deletions;
    private final Deletion deletion;
    private final DeletionProgress progress = new DeletionProgress();

    DeletionTask(DeletionService deletions, Deletion deletion) {
        this.deletions = deletions;
        this.deletion = deletion;
    }

    DeletionOrder order() {
        return DeletionOrder.of(deletion);
    }

    @Override
    public Result run() throws InterruptedException {
        Cancellation cancellation = new Cancellation();
        return OwnThread.run(
                "deletion",
                cancellation,
                () -> Failure.told(progress::failed, () -> {
                    deletions.run(deletion.principal(), deletion, progress, cancellation);
                    return Result.COMPLETED;
                }));
    }

    @Override
    public TaskType type() {
        return TaskType.of(DeletionSummary.TYPE);
    }

    @Override
    public Optional<AdditionalInformation> details() {
        return Optional.of(DeletionSummary.of(deletion, progress, Instant.now()));
    }
}
