// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import java.util.List;
import java.util.UUID;
import javax.inject.Inject;
import org.mailgroups.backup.BackupRestore;
import org.mailgroups.backup.MappedGroupsImport;
import org.mailgroups.backup.RestoreMode;
import org.mailgroups.call.Answer;
import org.mailgroups.group.GroupService;
import org.mailgroups.value.Address;
import org.mailgroups.webadmin.Actions;
import org.mailgroups.webadmin.Call;
import org.mailgroups.webadmin.Endpoints;
import org.mailgroups.webadmin.TaskSubmission;

/** Calls about all groups at once. Each call starts one of James' tasks. A wrong call is refused before that. */
public final class TaskEndpoints {
    private static final String DRY_RUN = "dryRun";
    private static final String ADMINISTRATORS = "administrators";
    private static final String MODE = "mode";

    private final TaskSubmission tasks;
    private final GroupService groups;
    private final MappedGroupsImport mappedGroups;
    private final BackupRestore restore;

    @Inject
    public TaskEndpoints(
            TaskSubmission tasks, GroupService groups, MappedGroupsImport mappedGroups, BackupRestore restore) {
        this.tasks = tasks;
        this.groups = groups;
        this.mappedGroups = mappedGroups;
        this.restore = restore;
    }

    public void define(Endpoints endpoints) {
        endpoints.post(
                "",
                new Actions()
                        .with("importFromRrt", Endpoints.withoutBody(this::importMappedGroups), DRY_RUN, ADMINISTRATORS)
                        .with("restore", this::restore, DRY_RUN, MODE));
    }

    private Answer importMappedGroups(Call call) {
        List<Address> administrators =
                groups.administrators(call.principal(), call.query().addresses(ADMINISTRATORS));
        MappedGroupsTask task = new MappedGroupsTask(
                mappedGroups,
                new MappedGroupsImport.Order(
                        call.principal(), administrators, call.query().flag(DRY_RUN)));
        return Answer.task(tasks.submit(task, () -> {}).asString());
    }

    private Answer restore(Call call) {
        RestoreMode mode =
                RestoreMode.of(call.query().oneOf(MODE, RestoreMode.SKIP.word(), RestoreMode.REPLACE.word()));
        boolean dryRun = call.query().flag(DRY_RUN);
        UUID backup = restore.stage(call.principal(), call.json(restore.maxBytes()));
        BackupRestore.Order order = new BackupRestore.Order(call.principal(), backup, mode, dryRun);
        try {
            tasks.settle();
            if (!tasks.staysHere()) {
                restore.letTravel(backup);
            }
            return Answer.task(tasks.submit(new RestoreTask(restore, order), () -> restore.discard(backup))
                    .asString());
        } catch (RuntimeException | Error e) {
            restore.discard(backup);
            throw e;
        }
    }
}
