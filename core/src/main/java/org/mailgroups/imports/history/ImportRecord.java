// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports.history;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An import as the history knows it.
 *
 * @param principal the name of the one who began it
 * @param taskId the task that runs or ran it; empty for the moment between its record and its task
 * @param finishedAt when it came to its end; empty before
 * @param reason why it failed; empty if it has not
 */
public record ImportRecord(
        UUID id,
        ImportTarget target,
        Optional<UUID> taskId,
        String principal,
        ImportMode mode,
        boolean dryRun,
        ImportStatus status,
        Instant submittedAt,
        Optional<Instant> finishedAt,
        ImportCounts counts,
        Optional<String> reason) {}
