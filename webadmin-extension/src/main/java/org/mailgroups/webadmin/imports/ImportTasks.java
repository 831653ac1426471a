// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.imports;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.task.TaskId;
import org.apache.james.task.TaskManager;
import org.mailgroups.imports.ImportJob;
import org.mailgroups.imports.ImportService;
import org.mailgroups.imports.ImportState;

/** Lets James' task manager run imports. Thread-safe. */
@Singleton
public final class ImportTasks {
    private final ImportService imports;
    private final TaskManager tasks;
    /** Imports that may not have begun. */
    private final Map<ImportJob, TaskId> submitted = new ConcurrentHashMap<>();

    @Inject
    public ImportTasks(ImportService imports, TaskManager tasks) {
        this.imports = imports;
        this.tasks = tasks;
    }

    /**
     * Starts an import.
     *
     * @param information makes what {@code /tasks/{id}} shows of it
     * @return the id of its task
     */
    public String start(ImportJob job, Function<ImportState, ImportInformation> information) {
        endCancelled();
        TaskId task = tasks.submit(new ImportTask(job, information));
        submitted.put(job, task);
        try {
            imports.assign(job, task.getValue());
        } catch (RuntimeException e) {
            // Nobody would ever find it.
            tasks.cancel(task);
            throw e;
        }
        return task.asString();
    }

    /** Ends imports that were cancelled before they began. James tells nobody of that, so every call asks. */
    public void endCancelled() {
        submitted.forEach((job, task) -> {
            if (tasks.getExecutionDetails(task).getStatus().isFinished()) {
                imports.endIfItNeverBegan(job);
                submitted.remove(job);
            }
        });
    }
}
