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

import java.time.Clock;
import java.util.Optional;
import org.apache.james.task.TaskExecutionDetails.AdditionalInformation;
import org.apache.james.task.TaskType;
import org.mailgroups.group.Group;
import org.mailgroups.group.ImportMode;
import org.mailgroups.group.ImportTarget;
import org.mailgroups.group.Principal;

/**
 * What somebody wants done with a file.
 *
 * @param group the group whose members are imported; empty for profiles
 */
public record ImportOrder(Principal principal, Optional<Group> group, ImportMode mode, boolean dryRun) {
    public static ImportOrder ofMembers(Principal principal, Group group, ImportMode mode, boolean dryRun) {
        return new ImportOrder(principal, Optional.of(group), mode, dryRun);
    }

    public static ImportOrder ofProfiles(Principal principal, boolean dryRun) {
        return new ImportOrder(principal, Optional.empty(), ImportMode.ADD, dryRun);
    }

    ImportTarget target() {
        return group.map(ImportTarget::membersOf).orElseGet(ImportTarget::profiles);
    }

    TaskType taskType() {
        return group.isPresent() ? MembersImportInformation.TYPE : ProfilesImportInformation.TYPE;
    }

    AdditionalInformation information(Progress progress, Clock clock) {
        return group.<AdditionalInformation>map(into -> new MembersImportInformation(
                        into.address().toString(),
                        dryRun,
                        mode,
                        progress.counts(),
                        progress.rejections(),
                        clock.instant()))
                .orElseGet(() -> new ProfilesImportInformation(
                        dryRun, progress.counts(), progress.rejections(), clock.instant()));
    }
}
