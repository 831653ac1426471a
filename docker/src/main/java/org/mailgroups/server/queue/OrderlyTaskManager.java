// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.queue;

import javax.inject.Inject;
import org.apache.james.task.Hostname;
import org.apache.james.task.MemoryTaskManager;
import org.apache.james.task.Task;
import org.apache.james.task.TaskId;

/**
 * James' task manager in memory, to which every route may submit tasks at the same moment. James' own queue would
 * refuse the second one, and show it as waiting for ever.
 */
public final class OrderlyTaskManager extends MemoryTaskManager {
    @Inject
    public OrderlyTaskManager(Hostname hostname) {
        super(hostname);
    }

    @Override
    public synchronized TaskId submit(Task task) {
        return super.submit(task);
    }
}
