// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.backup;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.james.server.task.json.dto.TaskDTO;
import org.apache.james.task.Task;
import org.apache.james.task.TaskExecutionDetails.AdditionalInformation;
import org.apache.james.task.TaskType;
import org.mailgroups.value.Address;
import org.mailgroups.value.Principal;

/** The import of James' own groups as a task. Cancelled, it ends after the group it is at. */
public final class MappedGroupsTask implements Task {
    public static final TaskType TYPE = TaskType.of(MappedGroupsSummary.TYPE);

    private final MappedGroupsImport groups;
    private final MappedGroupsImport.Order order;
    private final MappedGroupsProgress progress;

    public MappedGroupsTask(MappedGroupsImport groups, MappedGroupsImport.Order order) {
        this.groups = groups;
        this.order = order;
        this.progress = new MappedGroupsProgress(order.dryRun(), Clock.systemUTC());
    }

    @Override
    public Result run() throws InterruptedException {
        groups.run(order, progress);
        return Result.COMPLETED;
    }

    @Override
    public TaskType type() {
        return TYPE;
    }

    @Override
    public Optional<AdditionalInformation> details() {
        return Optional.of(progress.summary());
    }

    /** The task as James passes it to the node that runs it. */
    public Order order() {
        return new Order(
                MappedGroupsSummary.TYPE,
                order.principal().name(),
                order.administrators().stream().map(Address::toString).toList(),
                order.dryRun());
    }

    /** What the task is made from, as JSON. */
    public record Order(String type, String principal, List<String> administrators, boolean dryRun) implements TaskDTO {
        public Order {
            administrators = List.copyOf(administrators);
        }

        @Override
        public String getType() {
            return type;
        }

        public MappedGroupsTask task(MappedGroupsImport groups) {
            return new MappedGroupsTask(
                    groups,
                    new MappedGroupsImport.Order(
                            new Principal(principal),
                            administrators.stream().map(Address::parse).toList(),
                            dryRun));
        }
    }
}
