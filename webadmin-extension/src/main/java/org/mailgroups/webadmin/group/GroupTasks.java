// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import java.util.Set;
import javax.inject.Inject;
import org.apache.james.json.DTOModule;
import org.apache.james.server.task.json.TaskExtensionModule;
import org.apache.james.server.task.json.dto.AdditionalInformationDTO;
import org.apache.james.server.task.json.dto.AdditionalInformationDTOModule;
import org.apache.james.server.task.json.dto.TaskDTO;
import org.apache.james.server.task.json.dto.TaskDTOModule;
import org.apache.james.task.Task;
import org.apache.james.task.TaskExecutionDetails.AdditionalInformation;
import org.mailgroups.backup.BackupRestore;
import org.mailgroups.backup.MappedGroupsImport;
import org.mailgroups.deletion.DeletionService;
import org.mailgroups.webadmin.task.DeletionTasks;

/**
 * Tells James how the tasks about groups, and large deletions, look in JSON. So another node can run them, and
 * {@code /tasks/{id}} shows their progress. {@code guice.extension.task} in {@code extensions.properties} must name
 * this class.
 *
 * <p>The summaries hold nothing but data. So each is its own DTO.
 */
public final class GroupTasks implements TaskExtensionModule {
    private final MappedGroupsImport mappedGroups;
    private final BackupRestore restore;
    private final DeletionService deletions;

    @Inject
    public GroupTasks(MappedGroupsImport mappedGroups, BackupRestore restore, DeletionService deletions) {
        this.mappedGroups = mappedGroups;
        this.restore = restore;
        this.deletions = deletions;
    }

    @Override
    public Set<TaskDTOModule<? extends Task, ? extends TaskDTO>> taskDTOModules() {
        return Set.of(
                DeletionTasks.taskModule(deletions),
                DTOModule.forDomainObject(MappedGroupsTask.class)
                        .convertToDTO(MappedGroupsTask.Order.class)
                        .toDomainObjectConverter(order -> order.task(mappedGroups))
                        .toDTOConverter((task, type) -> task.order())
                        .typeName(MappedGroupsSummary.TYPE)
                        .withFactory(TaskDTOModule::new),
                DTOModule.forDomainObject(RestoreTask.class)
                        .convertToDTO(RestoreTask.Order.class)
                        .toDomainObjectConverter(order -> order.task(restore))
                        .toDTOConverter((task, type) -> task.order())
                        .typeName(RestoreSummary.TYPE)
                        .withFactory(TaskDTOModule::new));
    }

    @Override
    public Set<AdditionalInformationDTOModule<? extends AdditionalInformation, ? extends AdditionalInformationDTO>>
            taskAdditionalInformationDTOModules() {
        return Set.of(
                DeletionTasks.summaryModule(),
                DTOModule.forDomainObject(MappedGroupsSummary.class)
                        .convertToDTO(MappedGroupsSummary.class)
                        .toDomainObjectConverter(summary -> summary)
                        .toDTOConverter((summary, type) -> summary)
                        .typeName(MappedGroupsSummary.TYPE)
                        .withFactory(AdditionalInformationDTOModule::new),
                DTOModule.forDomainObject(RestoreSummary.class)
                        .convertToDTO(RestoreSummary.class)
                        .toDomainObjectConverter(summary -> summary)
                        .toDTOConverter((summary, type) -> summary)
                        .typeName(RestoreSummary.TYPE)
                        .withFactory(AdditionalInformationDTOModule::new));
    }
}
