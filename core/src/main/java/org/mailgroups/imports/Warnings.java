// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.util.List;
import java.util.UUID;
import org.mailgroups.imports.history.ImportHistory;
import org.mailgroups.imports.history.ImportWarning;

/**
 * Takes what could not be taken of rows that were applied: counts each row at once, and hands them on to the history
 * some at a time. Not thread-safe.
 */
final class Warnings {
    private static final int BATCH = 1000;

    private final Progress progress;
    private final RowBatch<ImportWarning> pending;

    Warnings(UUID id, ImportHistory history, Progress progress) {
        this.progress = progress;
        this.pending = new RowBatch<>(BATCH, warning -> List.of(warning.reason()), batch -> history.warn(id, batch));
    }

    /** Takes those of rows that were applied. */
    <R, K> void addAll(ImportKind<R, K> kind, List<PlannedRow<R, K>> rows) {
        for (PlannedRow<R, K> row : rows) {
            List<String> reasons = kind.warnings(row.row());
            if (!reasons.isEmpty()) {
                add(new ImportWarning(row.line(), row.cells().get(0), joined(reasons)));
            }
        }
    }

    private void add(ImportWarning warning) {
        progress.warned(warning);
        pending.add(warning);
    }

    static String joined(List<String> reasons) {
        return String.join("; ", reasons);
    }

    void flush() {
        pending.flush();
    }
}
