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

/**
 * Tells James how the tasks about groups look in JSON, so that {@code /tasks/{id}} shows their progress.
 * {@code guice.extension.task} in {@code extensions.properties} must name this class.
 *
 * <p>The summaries hold nothing but data. So each is its own DTO.
 */
public final class GroupTasks implements TaskExtensionModule {
    private final MappedGroupsImport mappedGroups;
    private final BackupRestore restore;

    @Inject
    public GroupTasks(MappedGroupsImport mappedGroups, BackupRestore restore) {
        this.mappedGroups = mappedGroups;
        this.restore = restore;
    }

    @Override
    public Set<TaskDTOModule<? extends Task, ? extends TaskDTO>> taskDTOModules() {
        return Set.of(
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
