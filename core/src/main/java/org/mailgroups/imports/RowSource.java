// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.util.Optional;

/** The rows of a file, from first to last. Holds one of them at a time. Not thread-safe. */
public interface RowSource extends AutoCloseable {
    /**
     * Returns the next row; empty at the end.
     *
     * @throws org.mailgroups.value.InvalidValueException if nobody can tell any more what is a row; the message is for
     *     the person who wrote the file
     */
    Optional<Row> next();

    /**
     * Returns how many rows are left, found out by reading up to the end.
     *
     * @param most no more are counted than this and one
     * @throws org.mailgroups.value.InvalidValueException as {@link #next}
     */
    default long count(long most) {
        long count = 0;
        while (count <= most && next().isPresent()) {
            count++;
        }
        return count;
    }

    /** Closes the file. */
    @Override
    void close();
}
