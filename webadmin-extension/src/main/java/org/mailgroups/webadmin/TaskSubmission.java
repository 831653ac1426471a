// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.task.MemoryTaskManager;
import org.apache.james.task.Task;
import org.apache.james.task.TaskId;
import org.apache.james.task.TaskManager;
import org.apache.james.task.TaskNotFoundException;
import org.mailgroups.audit.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Sinks.EmissionException;

/**
 * Hands tasks to James' task manager, one at a time: its queue in memory refuses two that come at once. Another route
 * of James may still come in between, so a refused task is handed over again.
 *
 * <p>Each task leaves something behind if it never begins, such as a file. James tells nobody that a task was cancelled
 * before it began. So each later submission, and whoever lists tasks, asks. Thread-safe.
 */
@Singleton
public final class TaskSubmission {
    private static final Logger LOGGER = LoggerFactory.getLogger(TaskSubmission.class);
    private static final int ATTEMPTS = 100;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofNanos(100_000);

    private final TaskManager tasks;
    /** What is to be done after each task, whose end may not have been seen. */
    private final Map<TaskId, Runnable> afterwards = new ConcurrentHashMap<>();
    /** Those of them of which the log says already that it failed. */
    private final Set<TaskId> failed = ConcurrentHashMap.newKeySet();

    @Inject
    public TaskSubmission(TaskManager tasks) {
        this.tasks = tasks;
    }

    /** Returns whether a task runs on this node. If not, any node may read it back and run it. */
    public boolean staysHere() {
        return tasks instanceof MemoryTaskManager;
    }

    /**
     * Submits a task.
     *
     * @param afterwards takes away what the task leaves behind if it never begins; called after its end in any case
     * @return the id
     */
    public TaskId submit(Task task, Runnable afterwards) {
        settle();
        TaskId id = submit(task);
        this.afterwards.put(id, afterwards);
        return id;
    }

    private synchronized TaskId submit(Task task) {
        for (int left = ATTEMPTS - 1; ; left--) {
            try {
                return tasks.submit(task);
            } catch (EmissionException e) {
                if (left == 0) {
                    throw e;
                }
                LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            }
        }
    }

    /**
     * Takes away what tasks have left behind that ended without beginning. What fails is logged, and tried again the
     * next time: it is no matter of the caller.
     */
    public void settle() {
        afterwards.forEach(this::settle);
    }

    private void settle(TaskId task, Runnable action) {
        try {
            if (hasEnded(task)) {
                action.run();
                afterwards.remove(task);
                failed.remove(task);
            }
        } catch (RuntimeException e) {
            // The action is anybody's. What other tasks have left behind is taken away all the same.
            if (failed.add(task)) {
                LOGGER.error(
                        "what task {} has left behind cannot be taken away yet",
                        LogText.neutral(task.asString()),
                        LogText.neutral(e));
            }
        }
    }

    private boolean hasEnded(TaskId task) {
        try {
            return tasks.getExecutionDetails(task).getStatus().isFinished();
        } catch (TaskNotFoundException e) {
            // A task manager that forgets tasks also passes them on. What they leave behind is forgotten by its age.
            afterwards.remove(task);
            failed.remove(task);
            return false;
        }
    }

    /** Cancels a task. */
    public void cancel(TaskId task) {
        tasks.cancel(task);
    }
}
