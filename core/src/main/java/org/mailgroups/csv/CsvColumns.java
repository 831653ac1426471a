// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.csv;

import java.util.List;
import java.util.Map;

/**
 * The columns of a kind of CSV file, in their order. Templates, exports, imports and files of rejected rows all come
 * from this one declaration. Immutable.
 *
 * @param <R> what a row stands for
 */
public final class CsvColumns<R> {
    private final List<CsvColumn<R, ?>> columns;
    private final List<String> names;

    /** @param columns from left to right */
    public CsvColumns(List<CsvColumn<R, ?>> columns) {
        this.columns = List.copyOf(columns);
        this.names = columns.stream().<String>map(CsvColumn::name).toList();
    }

    /** Returns the names in the first line of a file. */
    public List<String> names() {
        return names;
    }

    /** Returns how many columns there are. */
    public int size() {
        return names.size();
    }

    /** Returns the first line of a file. */
    public String header() {
        return CsvWriter.lineOf(names);
    }

    /** Returns the line of a row. */
    public String line(R row) {
        return CsvWriter.lineOf(cells(row));
    }

    /** Returns the cells of a row. */
    public List<String> cells(R row) {
        return columns.stream().map(column -> column.write(row)).toList();
    }

    /** Returns the cells of a row of which some are given; the others are empty. */
    public List<String> cells(Map<? extends CsvColumn<R, ?>, String> given) {
        return columns.stream().map(column -> given.getOrDefault(column, "")).toList();
    }

    /**
     * Returns what the cell in one of these columns means.
     *
     * @param cells of a row, at least as many as there are columns
     * @throws org.mailgroups.value.InvalidValueException naming the column, if the cell means nothing
     */
    public <V> V read(CsvColumn<R, V> column, List<String> cells) {
        return column.read(cells.get(index(column)));
    }

    /** Returns the place of one of these columns, the first being 0. */
    public int index(CsvColumn<R, ?> column) {
        return columns.indexOf(column);
    }
}
