// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mailgroups.csv.CsvReader;
import org.mailgroups.csv.CsvRecord;
import org.mailgroups.text.VisibleForm;
import org.mailgroups.value.InvalidValueException;

/**
 * The first line of a file: exactly the columns of its kind, or those and {@value #REASON}, as a file of rejected rows
 * has them. Empty cells behind them, empty lines before them and Excel's {@code sep=;} do not count. Immutable.
 */
final class Header {
    /** The last column of a file of rejected rows; its cells are not read. */
    static final String REASON = "Reason";

    private static final int MAX_SHOWN = 200;

    /** The cells of {@code sep=;}. */
    private static final List<String> EXCEL_SEPARATOR = List.of("sep=", "");

    /** The beginning of what {@link #reason} writes. */
    private static final Pattern OUR_REASON = Pattern.compile("line [0-9]+: ");

    private static final Map<Character, String> OTHER_SEPARATORS = Map.of(',', "commas", '\t', "tabs");

    private static final String UNEDITED =
            " (when the row is right, take out the empty cell before its " + REASON + ", too)";

    private final int columns;
    private final boolean withReason;

    private Header(int columns, boolean withReason) {
        this.columns = columns;
        this.withReason = withReason;
    }

    /**
     * Reads the first line of a file.
     *
     * @throws InvalidValueException showing what was expected and what was found
     */
    static Header read(CsvReader reader, List<String> columns) {
        CsvRecord record = first(reader, columns);
        List<String> cells = record.cellsWithoutEmptyEnd();
        boolean withReason = cells.size() == columns.size() + 1
                && cells.subList(0, columns.size()).equals(columns)
                && cells.get(columns.size()).equals(REASON);
        if (record.defect().isPresent() || !(withReason || cells.equals(columns))) {
            throw refused(columns, found(record));
        }
        return new Header(columns.size(), withReason);
    }

    /** Returns the first record that is neither empty nor the line in which Excel says what separates. */
    private static CsvRecord first(CsvReader reader, List<String> columns) {
        Optional<CsvRecord> first;
        try {
            first = CsvRows.nextNotEmpty(reader);
            if (first.map(CsvRecord::cells).filter(EXCEL_SEPARATOR::equals).isPresent()) {
                first = CsvRows.nextNotEmpty(reader);
            }
        } catch (InvalidValueException e) {
            throw new InvalidValueException(refused(columns, e.reason()).reason(), e);
        }
        return first.orElseThrow(() -> refused(columns, "found an empty file"));
    }

    private static InvalidValueException refused(List<String> columns, String found) {
        return new InvalidValueException(
                "the first line must be exactly '" + String.join(";", columns) + "', in UTF-8; " + found);
    }

    private static String found(CsvRecord record) {
        String line = String.join(";", record.cells());
        int length = line.codePointCount(0, line.length());
        int end = length > MAX_SHOWN ? line.offsetByCodePoints(0, MAX_SHOWN) : line.length();
        String shown = VisibleForm.of(line.substring(0, end));
        String where = record.line() == 1 ? "found" : "found, on line " + record.line() + ",";
        return where + " '" + shown + (length > MAX_SHOWN ? "..." : "") + "'" + hint(line);
    }

    private static String hint(String line) {
        if (line.startsWith("sep=")) {
            return ": only ; separates";
        }
        if (line.indexOf(0) >= 0) {
            return ": the file seems to be in UTF-16";
        }
        if (line.indexOf(';') < 0 && line.indexOf(',') >= 0) {
            return ": commas separate; only ; does";
        }
        if (line.indexOf(';') < 0 && line.indexOf('\t') >= 0) {
            return ": tabs separate; only ; does";
        }
        return "";
    }

    /** Returns why a row does not have the columns of this header; empty if it has them. */
    Optional<String> defect(CsvRecord row) {
        if (row.defect().isPresent()) {
            return row.defect();
        }
        List<String> cells = withoutReason(row);
        if (cells.size() > columns) {
            return Optional.of("the row has " + cells.size() + " columns instead of " + columns);
        }
        int reason = reasonAt(row);
        if (reason > columns) {
            return Optional.of(unedited(row.cells().get(reason)));
        }
        return cells.size() == 1 ? otherSeparator(cells.get(0)) : Optional.empty();
    }

    /** Returns what is said of a row that has as many cells as there are columns, but not with ; between them. */
    private Optional<String> otherSeparator(String cell) {
        return OTHER_SEPARATORS.entrySet().stream()
                .filter(separator -> columns > 1
                        && cell.chars().filter(c -> c == separator.getKey()).count() >= columns - 1)
                .map(separator -> "the row has 1 column instead of " + columns + ": " + separator.getValue()
                        + " separate its cells, and only semicolons may")
                .findFirst();
    }

    /** Returns what is said of a row that was marked when it was rejected, with the reason of that time. */
    private static String unedited(String reason) {
        String before = OUR_REASON.matcher(reason).replaceFirst("").replace(UNEDITED, "");
        return before + UNEDITED;
    }

    /**
     * Returns the cells of a row without its reason; they are as many as there are columns if nothing is against the
     * row.
     */
    List<String> cells(CsvRecord row) {
        List<String> cells = withoutReason(row);
        if (row.defect().isPresent() || cells.size() >= columns) {
            return cells;
        }
        return Stream.concat(cells.stream(), Collections.nCopies(columns - cells.size(), "").stream())
                .toList();
    }

    private List<String> withoutReason(CsvRecord row) {
        List<String> cells = row.cellsWithoutEmptyEnd();
        int reason = reasonAt(row);
        if (reason >= 0) {
            return new CsvRecord(row.line(), row.lastLine(), cells.subList(0, reason), row.defect())
                    .cellsWithoutEmptyEnd();
        }
        return withReason && cells.size() == columns + 1 ? cells.subList(0, columns) : cells;
    }

    /**
     * Returns the place of the reason that we have written; -1 if there is none. A row that was rejected for the number
     * of its cells has it in another place than the last column. So it is looked for, to keep it from being taken for
     * what a column means.
     */
    private int reasonAt(CsvRecord row) {
        int last = row.cellsWithoutEmptyEnd().size() - 1;
        return withReason
                        && last >= 0
                        && OUR_REASON.matcher(row.cells().get(last)).lookingAt()
                ? last
                : -1;
    }

    /** Returns the reason of a rejected row, as it stands in its last cell. */
    static String reason(long line, String reason) {
        return "line " + line + ": " + reason;
    }
}
