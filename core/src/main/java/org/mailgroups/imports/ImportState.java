// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mailgroups.imports.history.ImportCounts;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.imports.history.ImportWarning;
import org.mailgroups.imports.history.Rejection;

/**
 * How far an import of any kind is.
 *
 * @param rejections the first ones, by line
 * @param warnings the first ones, by line
 * @param failure why it failed; empty if it has not
 * @param timestamp the time of this state
 */
public record ImportState(
        boolean dryRun,
        ImportMode mode,
        ImportCounts counts,
        List<Rejection> rejections,
        List<ImportWarning> warnings,
        Optional<String> failure,
        Instant timestamp) {
    /** Makes the state of an import without warnings. */
    public ImportState(
            boolean dryRun,
            ImportMode mode,
            ImportCounts counts,
            List<Rejection> rejections,
            Optional<String> failure,
            Instant timestamp) {
        this(dryRun, mode, counts, rejections, List.of(), failure, timestamp);
    }

    public ImportState {
        rejections = List.copyOf(rejections);
        warnings = List.copyOf(warnings);
    }
}
