// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.csv;

import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A column of a CSV file: its name, how a cell of it is written, and what a cell of it means. Immutable.
 *
 * @param <R> what a row stands for
 * @param <V> what a cell means
 */
public final class CsvColumn<R, V> {
    private final String name;
    private final Function<? super R, String> writing;
    private final BiFunction<String, String, V> reading;

    /**
     * Makes a column.
     *
     * @param writing the cell of a row
     * @param reading from the column's name and a cell to what the cell means; throws
     *     {@link org.mailgroups.value.InvalidValueException}, which names the column, if it means nothing
     */
    public CsvColumn(String name, Function<? super R, String> writing, BiFunction<String, String, V> reading) {
        this.name = name;
        this.writing = writing;
        this.reading = reading;
    }

    /** Returns a column whose cells mean their text. */
    public static <R> CsvColumn<R, String> text(String name, Function<? super R, String> writing) {
        return new CsvColumn<>(name, writing, (column, cell) -> cell);
    }

    /** Returns the name in the first line of a file. */
    public String name() {
        return name;
    }

    String write(R row) {
        return writing.apply(row);
    }

    V read(String cell) {
        return reading.apply(name, cell);
    }
}
