// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.util.List;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.imports.history.ImportTarget;
import org.mailgroups.value.Principal;

/**
 * What somebody wants done with a file.
 *
 * @param subject the target in words, such as a group's address; empty if there is only one
 * @param action the action's name in the audit trail
 * @param details what the audit trail says of it beside the task: names and values in turn
 */
public record ImportRequest(
        Principal principal,
        ImportTarget target,
        String subject,
        ImportMode mode,
        boolean dryRun,
        String action,
        List<Object> details) {
    public ImportRequest {
        details = List.copyOf(details);
    }
}
