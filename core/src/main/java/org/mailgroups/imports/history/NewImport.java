// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports.history;

import java.util.UUID;
import org.mailgroups.right.Principal;

/**
 * An import that was asked for and has not begun.
 *
 * @param principal in whose name
 */
public record NewImport(
        UUID id, ImportTarget target, Principal principal, ImportMode mode, boolean dryRun, long rows) {}
