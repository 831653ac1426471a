// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.imports;

import org.apache.james.task.TaskType;
import org.mailgroups.imports.ImportState;

/** What is known of an import of profiles. */
public record ProfilesImportInformation(ImportState state) implements ImportInformation {
    public static final TaskType TYPE = TaskType.of("profiles-import");
}
