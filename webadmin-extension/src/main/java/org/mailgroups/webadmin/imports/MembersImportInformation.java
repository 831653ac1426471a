// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.imports;

import org.apache.james.task.TaskType;
import org.mailgroups.imports.ImportState;

/**
 * What is known of an import of members.
 *
 * @param group the group's address
 */
public record MembersImportInformation(String group, ImportState state) implements ImportInformation {
    public static final TaskType TYPE = TaskType.of("group-members-import");
}
