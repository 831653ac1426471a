// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.util.UUID;
import org.mailgroups.imports.history.ImportHistory;
import org.mailgroups.imports.history.Rejection;

/** Takes the rejected rows of a run: counts each at once, and hands them on to the history some at a time. Not thread-safe. */
final class Rejections {
    private static final int BATCH = 5000;

    private final Progress progress;
    private final RowBatch<Rejection> pending;

    Rejections(UUID id, ImportHistory history, Progress progress) {
        this.progress = progress;
        this.pending = new RowBatch<>(BATCH, Rejection::cells, batch -> history.reject(id, batch));
    }

    void add(Rejection rejection) {
        progress.rejected(rejection);
        pending.add(rejection);
    }

    void flush() {
        pending.flush();
    }
}
