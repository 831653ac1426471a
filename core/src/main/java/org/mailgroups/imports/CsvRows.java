// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.mailgroups.csv.CsvReader;
import org.mailgroups.csv.CsvRecord;
import org.mailgroups.value.InvalidValueException;

/** The rows of a CSV file behind its first line. Not thread-safe. */
public final class CsvRows implements RowSource {
    private final CsvReader reader;
    private final Header header;
    private final int columns;

    /**
     * Reads the first line.
     *
     * @param file closed with these rows
     * @param columns what the first line must be; {@code Reason} may follow, and {@code sep=;} stand before
     * @param maxCellLength the longest cell, in characters
     * @throws InvalidValueException if the first line is another one
     */
    public CsvRows(InputStream file, List<String> columns, int maxCellLength) {
        this.columns = columns.size();
        reader = new CsvReader(file, maxCellLength);
        try {
            header = Header.read(reader, columns);
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    @Override
    public Optional<Row> next() {
        return nextNotEmpty(reader).map(this::row);
    }

    /** Returns the next record in which anything stands: spreadsheets write lines without. */
    static Optional<CsvRecord> nextNotEmpty(CsvReader reader) {
        Optional<CsvRecord> record = reader.next();
        while (record.filter(CsvRecord::isEmpty).isPresent()) {
            record = reader.next();
        }
        return record;
    }

    private Row row(CsvRecord record) {
        List<String> cells = header.cells(record);
        return header.defect(record)
                .map(defect -> Row.unfit(record.line(), cells, columns, defect, remark(record)))
                .orElseGet(() -> new Row(record.line(), cells, Optional.empty(), remark(record)));
    }

    /** Says that a quote has made several lines one row, since nobody should have to guess that. */
    private static String remark(CsvRecord row) {
        return row.lastLine() == row.line()
                ? ""
                : " (a quote makes one row of the lines " + row.line() + " to " + row.lastLine() + ")";
    }

    @Override
    public void close() {
        reader.close();
    }
}
