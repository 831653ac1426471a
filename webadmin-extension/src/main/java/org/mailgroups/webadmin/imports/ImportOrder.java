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

import java.util.UUID;
import java.util.function.Function;
import org.apache.james.task.TaskType;
import org.mailgroups.group.Group;
import org.mailgroups.group.ImportMode;
import org.mailgroups.group.ImportTarget;
import org.mailgroups.group.Principal;

/** What somebody wants done with a file. Immutable. */
public final class ImportOrder {
    private final Principal principal;
    private final ImportTarget target;
    private final TaskType taskType;
    private final Function<ImportState, ImportInformation> information;
    private final ImportMode mode;
    private final boolean dryRun;

    private ImportOrder(
            Principal principal,
            ImportTarget target,
            TaskType taskType,
            Function<ImportState, ImportInformation> information,
            ImportMode mode,
            boolean dryRun) {
        this.principal = principal;
        this.target = target;
        this.taskType = taskType;
        this.information = information;
        this.mode = mode;
        this.dryRun = dryRun;
    }

    public static ImportOrder ofMembers(Principal principal, Group group, ImportMode mode, boolean dryRun) {
        return new ImportOrder(
                principal,
                ImportTarget.membersOf(group),
                MembersImportInformation.TYPE,
                state -> new MembersImportInformation(group.address().toString(), state),
                mode,
                dryRun);
    }

    public static ImportOrder ofProfiles(Principal principal, boolean dryRun) {
        return new ImportOrder(
                principal,
                ImportTarget.profiles(),
                ProfilesImportInformation.TYPE,
                ProfilesImportInformation::new,
                ImportMode.ADD,
                dryRun);
    }

    public static ImportOrder ofContacts(Principal principal, UUID contactGroup, boolean dryRun) {
        return new ImportOrder(
                principal,
                ImportTarget.contactsOf(contactGroup),
                ContactsImportInformation.TYPE,
                state -> new ContactsImportInformation(contactGroup, state),
                ImportMode.ADD,
                dryRun);
    }

    Principal principal() {
        return principal;
    }

    ImportTarget target() {
        return target;
    }

    TaskType taskType() {
        return taskType;
    }

    ImportMode mode() {
        return mode;
    }

    boolean dryRun() {
        return dryRun;
    }

    ImportInformation information(ImportState state) {
        return information.apply(state);
    }
}
