// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports.history;

import java.util.UUID;
import org.mailgroups.value.Principal;

/**
 * An import that somebody asks for.
 *
 * @param principal who asks
 */
public record NewImport(
        UUID id, ImportTarget target, Principal principal, ImportMode mode, boolean dryRun, long rows) {}
