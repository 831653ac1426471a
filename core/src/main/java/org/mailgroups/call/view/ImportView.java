// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import java.util.UUID;
import org.mailgroups.imports.history.ImportCounts;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.imports.history.ImportRecord;

/**
 * An import of the history as JSON.
 *
 * @param finishedAt null, and absent, until it has ended
 * @param reason why it failed; null, and absent, if it has not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImportView(
        String taskId,
        String by,
        String submittedAt,
        String finishedAt,
        String status,
        boolean dryRun,
        String mode,
        long rows,
        long added,
        long updated,
        long unchanged,
        long removed,
        long rejected,
        long warned,
        String reason) {
    public static ImportView of(ImportRecord record) {
        ImportCounts counts = record.counts();
        return new ImportView(
                record.taskId().map(UUID::toString).orElse(null),
                record.principal(),
                record.submittedAt().toString(),
                record.finishedAt().map(Object::toString).orElse(null),
                record.status().name().toLowerCase(Locale.ROOT),
                record.dryRun(),
                mode(record.mode()),
                counts.rows(),
                counts.added(),
                counts.updated(),
                counts.unchanged(),
                counts.removed(),
                counts.rejected(),
                counts.warned(),
                record.reason().orElse(null));
    }

    public static String mode(ImportMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
