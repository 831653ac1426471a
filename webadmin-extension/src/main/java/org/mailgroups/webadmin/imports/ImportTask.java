/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.webadmin.imports;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.james.task.Task;
import org.apache.james.task.TaskExecutionDetails.AdditionalInformation;
import org.apache.james.task.TaskType;

/** An import as James' task. It holds no row: those lie on disk. */
public final class ImportTask implements Task {
    private final TaskType type;
    private final ImportExecution execution;
    private final Supplier<AdditionalInformation> information;

    /** @param information how far it has come; asked by any thread, at any time */
    ImportTask(TaskType type, ImportExecution execution, Supplier<AdditionalInformation> information) {
        this.type = type;
        this.execution = execution;
        this.information = information;
    }

    @Override
    public Result run() throws InterruptedException {
        return execution.run() ? Result.COMPLETED : Result.PARTIAL;
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
