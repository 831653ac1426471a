// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Cuts many values into lists for {@code IN (?, ?, ...)}. The lists have few different lengths, filled up by repeating the last value, so that
 * databases and drivers see few different statements and keep them prepared.
 */
final class Chunks {
    private static final int[] LENGTHS = {1, 8, 64, 512};
    private static final int LONGEST = LENGTHS[LENGTHS.length - 1];
    private static final int LONGEST_OF_ROWS = 64;

    private Chunks() {}

    /** Passes the values on in lists, in order. */
    static <T> void forEach(Collection<T> values, Consumer<List<T>> action) {
        forEach(values, LONGEST, action);
    }

    /** Passes the values on in lists that are good for {@link #rows}: Derby chains the rows, which is slow with many. */
    static <T> void forEachShort(Collection<T> values, Consumer<List<T>> action) {
        forEach(values, LONGEST_OF_ROWS, action);
    }

    private static <T> void forEach(Collection<T> values, int longest, Consumer<List<T>> action) {
        List<T> chunk = new ArrayList<>(Math.min(values.size(), longest));
        for (T value : values) {
            chunk.add(value);
            if (chunk.size() == longest) {
                action.accept(chunk);
                chunk = new ArrayList<>(longest);
            }
        }
        if (!chunk.isEmpty()) {
            action.accept(filledUp(chunk));
        }
    }

    private static <T> List<T> filledUp(List<T> chunk) {
        T last = chunk.get(chunk.size() - 1);
        for (int length : LENGTHS) {
            if (chunk.size() <= length) {
                chunk.addAll(Collections.nCopies(length - chunk.size(), last));
                return chunk;
            }
        }
        return chunk;
    }

    /** {@code (?, ?, ...)} for a list. */
    static String placeholders(List<?> chunk) {
        return "(" + String.join(", ", Collections.nCopies(chunk.size(), "?")) + ")";
    }

    /** {@code (?), (?), ...} for a list of keys, as rows. */
    static String rows(List<String> chunk) {
        return String.join(", ", Collections.nCopies(chunk.size(), "(CAST(? AS VARCHAR(255)))"));
    }

    /** Binds a list to the placeholders that begin at a position, counted from 0. */
    static <S extends SqlStatement<S>> S bind(S statement, int position, List<?> chunk) {
        S bound = statement;
        int next = position;
        for (Object value : chunk) {
            bound = bound.bind(next++, value);
        }
        return bound;
    }
}
