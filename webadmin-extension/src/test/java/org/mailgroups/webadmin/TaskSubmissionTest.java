// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.task.Hostname;
import org.apache.james.task.MemoryTaskManager;
import org.apache.james.task.Task;
import org.apache.james.task.TaskManager;
import org.apache.james.task.TaskType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskSubmissionTest {
    private final MemoryTaskManager tasks = new MemoryTaskManager(new Hostname("here"));
    private final TaskSubmission submission = new TaskSubmission(tasks);

    /** A task that has nothing to do. */
    private static final class Brief implements Task {
        @Override
        public Result run() {
            return Result.COMPLETED;
        }

        @Override
        public TaskType type() {
            return TaskType.of("brief");
        }
    }

    @AfterEach
    void stop() {
        tasks.stop();
    }

    private void submitAndAwait(Runnable afterwards) throws TaskManager.ReachedTimeoutException {
        tasks.await(submission.submit(new Brief(), afterwards), Duration.ofMinutes(1));
    }

    @Test
    void settleShouldTryAgainWhatFailed() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        submitAndAwait(() -> {
            if (calls.incrementAndGet() < 3) {
                throw new IllegalStateException("the store is away");
            }
        });

        for (int i = 0; i < 5; i++) {
            submission.settle();
        }

        assertThat(calls).hasValue(3);
    }

    @Test
    void submitShouldTakeAwayWhatOthersHaveLeftWhateverFails() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        submitAndAwait(() -> {
            throw new IllegalStateException("broken for ever");
        });
        submitAndAwait(calls::incrementAndGet);
        submitAndAwait(() -> {});

        assertThat(calls).hasValue(1);
    }
}
