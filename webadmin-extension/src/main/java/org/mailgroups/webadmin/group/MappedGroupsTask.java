// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.james.server.task.json.dto.TaskDTO;
import org.apache.james.task.Task;
import org.apache.james.task.TaskExecutionDetails.AdditionalInformation;
import org.apache.james.task.TaskType;
import org.mailgroups.backup.MappedGroupsImport;
import org.mailgroups.backup.Report;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.work.Cancellation;
import org.mailgroups.work.Failure;
import org.mailgroups.work.OwnThread;

/** Takes James' own groups over, as a task. If the task is cancelled, it ends after the group that it works on. */
public final class MappedGroupsTask implements Task {
    public static final TaskType TYPE = TaskType.of(MappedGroupsSummary.TYPE);

    private final MappedGroupsImport groups;
    private final MappedGroupsImport.Order order;
    private final Report report = new Report();

    public MappedGroupsTask(MappedGroupsImport groups, MappedGroupsImport.Order order) {
        this.groups = groups;
        this.order = order;
    }

    @Override
    public Result run() throws InterruptedException {
        Cancellation cancellation = new Cancellation();
        return OwnThread.run(
                "take-over",
                cancellation,
                () -> Failure.told(report::failed, () -> {
                    groups.run(order, report, cancellation);
                    return Result.COMPLETED;
                }));
    }

    @Override
    public TaskType type() {
        return TYPE;
    }

    @Override
    public Optional<AdditionalInformation> details() {
        return Optional.of(MappedGroupsSummary.of(report, order.dryRun(), Instant.now()));
    }

    /** Returns the order that James passes to the node that runs the task. */
    public Order order() {
        return new Order(
                MappedGroupsSummary.TYPE,
                order.principal().name(),
                order.administrators().stream().map(Address::toString).toList(),
                order.dryRun());
    }

    /** The JSON that a node makes the task from. Only a postmaster could submit it. */
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
                            Principal.postmaster(principal),
                            administrators.stream().map(Address::parse).toList(),
                            dryRun));
        }
    }
}
