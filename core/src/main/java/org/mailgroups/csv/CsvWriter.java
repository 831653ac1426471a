// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.csv;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Writes the lines of a CSV file: RFC 4180 with {@code ;} between cells and CRLF after each line, each cell as
 * {@link CsvCell} has it. It makes text and sends nothing, so that a file of any length can be made piece by piece.
 */
public final class CsvWriter {
    /** The sign between two cells. */
    public static final char DELIMITER = ';';

    private static final String QUOTE = "\"";
    private static final String LINE_END = "\r\n";

    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setDelimiter(DELIMITER)
            .setRecordSeparator(LINE_END)
            .build();

    private CsvWriter() {}

    /** Returns a line with these cells. */
    public static String line(String... cells) {
        return lineOf(List.of(cells));
    }

    /** Returns a line with these cells. */
    public static String lineOf(List<String> cells) {
        return cellsOf(cells) + LINE_END;
    }

    private static String cellsOf(List<String> cells) {
        StringBuilder text = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(text, FORMAT)) {
            for (String cell : cells) {
                printer.print(CsvCell.of(cell));
            }
        } catch (IOException e) {
            // A StringBuilder does not fail.
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /**
     * Returns the beginning of a line whose last cell is too long to be held in memory; {@link #more} and
     * {@link #lineEnd} continue it.
     *
     * @param lastCell the beginning of the last cell, up to where it is decided whether it looks like a formula
     */
    public static String lineStart(List<String> cells, String lastCell) {
        return cellsOf(cells) + DELIMITER + QUOTE + more(CsvCell.of(lastCell));
    }

    /** Returns more of the last cell of a line that was begun with {@link #lineStart}. */
    public static String more(String lastCell) {
        return lastCell.replace(QUOTE, QUOTE + QUOTE);
    }

    /** Returns the end of a line that was begun with {@link #lineStart}. */
    public static String lineEnd() {
        return QUOTE + LINE_END;
    }
}
