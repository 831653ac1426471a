// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.task;

import java.util.Optional;
import java.util.function.Supplier;
import javax.inject.Inject;
import org.apache.james.json.DTOModule;
import org.apache.james.server.task.json.dto.AdditionalInformationDTOModule;
import org.apache.james.server.task.json.dto.TaskDTOModule;
import org.apache.james.task.Task;
import org.mailgroups.audit.LogText;
import org.mailgroups.call.Answer;
import org.mailgroups.deletion.Deletion;
import org.mailgroups.deletion.DeletionService;
import org.mailgroups.webadmin.TaskSubmission;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes tasks of deletions that take long, and tells James how they look in JSON. Thread-safe. */
public final class DeletionTasks {
    private static final Logger LOGGER = LoggerFactory.getLogger(DeletionTasks.class);

    private final DeletionService deletions;
    private final TaskSubmission submission;

    @Inject
    public DeletionTasks(DeletionService deletions, TaskSubmission submission) {
        this.deletions = deletions;
        this.submission = submission;
    }

    /** Returns the service that tells which deletions take long. */
    public DeletionService deletions() {
        return deletions;
    }

    /**
     * Answers a call that deletes something.
     *
     * @param deletion present if it takes long
     * @param otherwise deletes, and answers, if it does not
     */
    public Answer answer(Optional<Deletion> deletion, Supplier<Answer> otherwise) {
        return deletion.map(this::begun).orElseGet(otherwise);
    }

    private Answer begun(Deletion deletion) {
        try {
            return Answer.task(
                    submission.submit(task(deletions, deletion), () -> {}).asString());
        } catch (RuntimeException e) {
            if (deletion.kind() != Deletion.Kind.MEMBERS) {
                throw e;
            }
            // The group is gone for everybody, and the sweep of loose members does the rest.
            LOGGER.warn("no task could be had to remove the members of a group", LogText.neutral(e));
            return Answer.noContent();
        }
    }

    /** Returns a deletion as a task. */
    public static Task task(DeletionService deletions, Deletion deletion) {
        return new DeletionTask(deletions, deletion);
    }

    /** Returns how James passes such tasks to another node. */
    public static TaskDTOModule<DeletionTask, ?> taskModule(DeletionService deletions) {
        return DTOModule.forDomainObject(DeletionTask.class)
                .convertToDTO(DeletionOrder.class)
                .toDomainObjectConverter(order -> new DeletionTask(deletions, order.deletion()))
                .toDTOConverter((task, type) -> task.order())
                .typeName(DeletionSummary.TYPE)
                .withFactory(TaskDTOModule::new);
    }

    /** Returns how {@code /tasks} shows them. */
    public static AdditionalInformationDTOModule<DeletionSummary, DeletionSummary> summaryModule() {
        return DTOModule.forDomainObject(DeletionSummary.class)
                .convertToDTO(DeletionSummary.class)
                .toDomainObjectConverter(summary -> summary)
                .toDTOConverter((summary, type) -> summary)
                .typeName(DeletionSummary.TYPE)
                .withFactory(AdditionalInformationDTOModule::new);
    }
}
