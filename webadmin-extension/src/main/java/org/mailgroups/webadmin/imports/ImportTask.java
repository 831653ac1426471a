// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.imports;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.james.task.Task;
import org.apache.james.task.TaskExecutionDetails.AdditionalInformation;
import org.apache.james.task.TaskType;
import org.mailgroups.imports.ImportJob;

/** An import as James' task. It holds no row: those lie on disk. */
public final class ImportTask implements Task {
    private final TaskType type;
    private final ImportJob job;
    private final Supplier<AdditionalInformation> information;

    /** @param information how far it has come; asked by any thread, at any time */
    public ImportTask(TaskType type, ImportJob job, Supplier<AdditionalInformation> information) {
        this.type = type;
        this.job = job;
        this.information = information;
    }

    @Override
    public Result run() throws InterruptedException {
        return job.run() ? Result.COMPLETED : Result.PARTIAL;
    }

    @Override
    public TaskType type() {
        return type;
    }

    @Override
    public Optional<AdditionalInformation> details() {
        return Optional.of(information.get());
    }
}
