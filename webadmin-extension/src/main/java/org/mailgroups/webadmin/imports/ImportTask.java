// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.imports;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.james.task.Task;
import org.apache.james.task.TaskExecutionDetails.AdditionalInformation;
import org.apache.james.task.TaskType;
import org.mailgroups.imports.ImportJob;
import org.mailgroups.work.Cancellation;
import org.mailgroups.work.OwnThread;

/** An import as James' task. It holds no row: those lie on disk. */
final class ImportTask implements Task {
    private final ImportOrder order;
    private final Supplier<ImportJob> source;
    /** Null until it is known. */
    private volatile ImportJob job;

    private volatile boolean hasBegun;

    /** An import that was begun here. */
    ImportTask(ImportOrder order, ImportJob job) {
        this.order = order;
        this.source = () -> job;
        this.job = job;
    }

    /** An import that was read back. Its job is made when it is run, since the store is asked for that. */
    ImportTask(ImportOrder order, Supplier<ImportJob> source) {
        this.order = order;
        this.source = source;
    }

    ImportOrder order() {
        return order;
    }

    @Override
    public Result run() throws InterruptedException {
        Cancellation cancellation = new Cancellation();
        try {
            return OwnThread.run("import-" + order.id(), cancellation, () -> run(cancellation));
        } catch (RuntimeException e) {
            // A job that has begun has ended by itself. One whose thread could not even begin has not.
            if (!hasBegun && job != null) {
                job.endAfter(e);
            }
            throw e;
        }
    }

    private Result run(Cancellation cancellation) {
        hasBegun = true;
        job = source.get();
        return job.run(cancellation) ? Result.COMPLETED : Result.PARTIAL;
    }

    @Override
    public TaskType type() {
        return TaskType.of(order.kind());
    }

    @Override
    public Optional<AdditionalInformation> details() {
        return Optional.ofNullable(job)
                .map(begun -> ImportInformation.of(order.kind(), order.subject(), begun.state()));
    }
}
