// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.imports;

import java.util.Optional;
import java.util.function.Function;
import org.apache.james.task.Task;
import org.apache.james.task.TaskExecutionDetails.AdditionalInformation;
import org.apache.james.task.TaskType;
import org.mailgroups.imports.ImportJob;
import org.mailgroups.imports.ImportState;

/** An import as James' task. It holds no row: those lie on disk. */
final class ImportTask implements Task {
    private final ImportJob job;
    private final Function<ImportState, ImportInformation> information;

    /** @param information makes what {@code /tasks/{id}} shows; called by any thread, at any time */
    ImportTask(ImportJob job, Function<ImportState, ImportInformation> information) {
        this.job = job;
        this.information = information;
    }

    @Override
    public Result run() throws InterruptedException {
        return job.run() ? Result.COMPLETED : Result.PARTIAL;
    }

    @Override
    public TaskType type() {
        return information.apply(job.state()).type();
    }

    @Override
    public Optional<AdditionalInformation> details() {
        return Optional.of(information.apply(job.state()));
    }
}
