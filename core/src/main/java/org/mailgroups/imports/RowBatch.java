// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Gathers rows until they are many, or long. Not thread-safe. */
final class RowBatch<R> {
    /** The most characters in the cells of one batch: rows may be long, and memory is not. */
    private static final long MAX_LENGTH = 4 << 20;

    private final int size;
    private final Function<R, List<String>> cells;
    private final Consumer<List<R>> action;
    private List<R> gathered = new ArrayList<>();
    private long length;

    /** @param action takes each batch when it is full */
    RowBatch(int size, Function<R, List<String>> cells, Consumer<List<R>> action) {
        this.size = size;
        this.cells = cells;
        this.action = action;
    }

    void add(R row) {
        gathered.add(row);
        length += cells.apply(row).stream().mapToLong(String::length).sum();
        if (gathered.size() == size || length >= MAX_LENGTH) {
            flush();
        }
    }

    /** Passes on what there is. */
    void flush() {
        if (!gathered.isEmpty()) {
            List<R> full = gathered;
            gathered = new ArrayList<>();
            length = 0;
            action.accept(full);
        }
    }
}
