// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.imports;

import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.task.TaskId;
import org.mailgroups.imports.ImportJob;
import org.mailgroups.imports.ImportService;
import org.mailgroups.right.Principal;
import org.mailgroups.webadmin.TaskSubmission;

/** Lets James' task manager run imports. Thread-safe. */
@Singleton
public final class ImportTasks {
    private final ImportService imports;
    private final TaskSubmission submission;

    @Inject
    public ImportTasks(ImportService imports, TaskSubmission submission) {
        this.imports = imports;
        this.submission = submission;
    }

    /**
     * Starts an import. If that is not possible, nothing of it stays.
     *
     * @return the id of its task
     */
    String start(ImportJob job, ImportOrder order) {
        TaskId task = submit(job, order);
        try {
            imports.assign(job, task.getValue());
        } catch (RuntimeException e) {
            // Nobody would ever find it.
            submission.cancel(task);
            throw e;
        }
        return task.asString();
    }

    /**
     * Starts an import of members that was begun at the members' port. If that is not possible, nothing of it stays.
     *
     * @return the id of its task
     */
    String start(ImportJob job) {
        boolean isOfUser = job.order().principal() instanceof Principal.User;
        return start(
                job,
                isOfUser
                        ? ImportOrder.ofUser(job.order().id(), job.subject())
                        : ImportOrder.of(
                                ImportInformation.Members.TYPE.asString(),
                                job.order().id(),
                                job.subject(),
                                false));
    }

    private TaskId submit(ImportJob job, ImportOrder order) {
        try {
            submission.settle();
            if (!submission.staysHere()) {
                imports.letTravel(job);
            }
            return submission.submit(new ImportTask(order, job), () -> imports.endIfItNeverBegan(job));
        } catch (RuntimeException | Error e) {
            withdraw(job, e);
            throw e;
        }
    }

    private void withdraw(ImportJob job, Throwable reason) {
        try {
            imports.withdraw(job);
        } catch (RuntimeException e) {
            // Its silence tells of it.
            reason.addSuppressed(e);
        }
    }

    /** Ends imports that were cancelled before they began. */
    void endCancelled() {
        submission.settle();
    }
}
