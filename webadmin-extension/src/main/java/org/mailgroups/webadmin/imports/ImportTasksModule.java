// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.imports;

import java.util.Set;
import org.apache.james.server.task.json.TaskExtensionModule;
import org.apache.james.server.task.json.dto.AdditionalInformationDTO;
import org.apache.james.server.task.json.dto.AdditionalInformationDTOModule;
import org.apache.james.server.task.json.dto.TaskDTO;
import org.apache.james.server.task.json.dto.TaskDTOModule;
import org.apache.james.task.Task;
import org.apache.james.task.TaskExecutionDetails;

/**
 * Tells James how {@code /tasks} shows imports. It is named in {@code guice.extension.task} of
 * {@code extensions.properties}; without it the {@code additionalInformation} of an import is null.
 *
 * <p>The tasks themselves are not written anywhere. The file of an import lies on the node that has taken it, and the
 * import runs there.
 */
public final class ImportTasksModule implements TaskExtensionModule {
    @Override
    public Set<TaskDTOModule<? extends Task, ? extends TaskDTO>> taskDTOModules() {
        return Set.of();
    }

    @Override
    public Set<
                    AdditionalInformationDTOModule<
                            ? extends TaskExecutionDetails.AdditionalInformation, ? extends AdditionalInformationDTO>>
            taskAdditionalInformationDTOModules() {
        return Set.of(ImportInformationDto.members(), ImportInformationDto.profiles(), ImportInformationDto.contacts());
    }
}
