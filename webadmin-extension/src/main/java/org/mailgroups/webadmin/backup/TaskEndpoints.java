// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import javax.inject.Inject;
import org.apache.james.task.TaskManager;
import org.mailgroups.group.GroupService;
import org.mailgroups.value.Address;
import org.mailgroups.webadmin.Actions;
import org.mailgroups.webadmin.Answer;
import org.mailgroups.webadmin.Call;
import org.mailgroups.webadmin.Endpoints;

/** What is done with all groups at once, as James' tasks. What is wrong with the call is refused before a task begins. */
public final class TaskEndpoints {
    private static final String DRY_RUN = "dryRun";
    private static final String ADMINISTRATORS = "administrators";
    private static final String MODE = "mode";

    private final TaskManager tasks;
    private final GroupService groups;
    private final MappedGroupsImport mappedGroups;
    private final BackupRestore restore;
    private final BackupStaging staging;

    @Inject
    public TaskEndpoints(
            TaskManager tasks,
            GroupService groups,
            MappedGroupsImport mappedGroups,
            BackupRestore restore,
            BackupStaging staging) {
        this.tasks = tasks;
        this.groups = groups;
        this.mappedGroups = mappedGroups;
        this.restore = restore;
        this.staging = staging;
    }

    public void define(Endpoints endpoints) {
        endpoints.post(
                "",
                new Actions()
                        .with("importFromRrt", this::importMappedGroups, DRY_RUN, ADMINISTRATORS)
                        .with("restore", this::restore, DRY_RUN, MODE));
    }

    private Answer importMappedGroups(Call call) {
        List<Address> administrators =
                groups.administrators(call.principal(), call.query().addresses(ADMINISTRATORS));
        MappedGroupsTask task = new MappedGroupsTask(
                mappedGroups,
                new MappedGroupsImport.Order(
                        call.principal(), administrators, call.query().flag(DRY_RUN)));
        return Answer.task(tasks.submit(task).asString());
    }

    private Answer restore(Call call) {
        RestoreMode mode =
                RestoreMode.of(call.query().oneOf(MODE, RestoreMode.SKIP.word(), RestoreMode.REPLACE.word()));
        BackupRestore.Order order =
                new BackupRestore.Order(call.principal(), mode, call.query().flag(DRY_RUN));
        UUID backup = staging.keep(call.json(staging.maxBytes()));
        try {
            check(backup);
            return Answer.task(tasks.submit(new RestoreTask(restore, staging, backup, order))
                    .asString());
        } catch (RuntimeException e) {
            staging.remove(backup);
            throw e;
        }
    }

    private void check(UUID backup) {
        try (InputStream document = staging.open(backup)) {
            BackupRestore.check(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
