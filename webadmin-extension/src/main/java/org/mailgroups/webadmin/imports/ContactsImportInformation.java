// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.imports;

import java.util.UUID;
import org.apache.james.task.TaskType;
import org.mailgroups.imports.ImportState;

/**
 * What is known of an import of shared contacts.
 *
 * @param contactGroup the id of the contact group
 */
public record ContactsImportInformation(UUID contactGroup, ImportState state) implements ImportInformation {
    public static final TaskType TYPE = TaskType.of("contacts-import");
}
