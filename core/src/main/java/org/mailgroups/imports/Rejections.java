// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.util.List;
import java.util.UUID;
import org.mailgroups.imports.history.ImportHistory;
import org.mailgroups.imports.history.Rejection;

/**
 * Takes the rejected rows of an import: counts each at once, and hands them on to the history some at a time. Not
 * thread-safe.
 */
final class Rejections {
    private static final int BATCH = 5000;

    private final int columns;
    private final Progress progress;
    private final RowBatch<Rejection> pending;

    /** @param columns how many the file has */
    Rejections(UUID id, int columns, ImportHistory history, Progress progress) {
        this.columns = columns;
        this.progress = progress;
        this.pending = new RowBatch<>(BATCH, Rejection::cells, batch -> history.reject(id, batch));
    }

    /** Takes a row of a file. */
    void add(Row row, String reason) {
        add(row.line(), row.defect().isPresent() ? row.cells() : ofColumns(row.cells()), reason + row.remark());
    }

    /** Takes a row that could be read, with the warnings that there would have been. */
    void add(Row row, String reason, List<String> warnings) {
        add(row, reason + also(warnings));
    }

    /** Takes a row of a plan, with the warnings that there would have been. */
    void add(PlannedRow<?, ?> row, String reason, List<String> warnings) {
        add(row.line(), ofColumns(row.cells()), reason + also(warnings));
    }

    private static String also(List<String> warnings) {
        return warnings.isEmpty() ? "" : " (besides: " + Warnings.joined(warnings) + ")";
    }

    private List<String> ofColumns(List<String> cells) {
        return cells.subList(0, Math.min(cells.size(), columns));
    }

    private void add(long line, List<String> cells, String reason) {
        Rejection kept = new Rejection(line, cells, reason);
        // A row that is not kept exactly, such as one with a NUL, must not pass for a right one when it comes back.
        Rejection rejection =
                kept.cells().equals(cells) ? kept : new Rejection(line, Row.marked(kept.cells(), columns), reason);
        progress.rejected(rejection);
        pending.add(rejection);
    }

    void flush() {
        pending.flush();
    }
}
