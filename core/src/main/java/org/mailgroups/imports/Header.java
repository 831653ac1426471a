// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mailgroups.csv.CsvReader;
import org.mailgroups.csv.CsvRecord;
import org.mailgroups.value.InvalidValueException;

/**
 * The first line of a file: exactly the columns of its kind, or those and {@value #REASON}, as a file of rejected rows
 * has them. Immutable.
 */
final class Header {
    /** The last column of a file of rejected rows; its cells are not read. */
    static final String REASON = "Reason";

    private static final int MAX_SHOWN = 200;

    /** The beginning of what {@link #reason} writes. */
    private static final Pattern OUR_REASON = Pattern.compile("line [0-9]+: ");

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
        Optional<CsvRecord> first;
        try {
            first = reader.next();
        } catch (InvalidValueException e) {
            throw new InvalidValueException(refused(columns, e.reason()).reason(), e);
        }
        CsvRecord record = first.orElseThrow(() -> refused(columns, "found an empty file"));
        List<String> cells = withoutEmptyEnd(record.cells(), columns.size() + 1);
        boolean withReason = cells.size() == columns.size() + 1
                && cells.subList(0, columns.size()).equals(columns)
                && cells.get(columns.size()).equals(REASON);
        boolean isExpected = withReason || record.cells().equals(columns);
        if (record.line() != 1 || record.defect().isPresent() || !isExpected) {
            throw refused(columns, found(record));
        }
        return new Header(columns.size(), withReason);
    }

    private static InvalidValueException refused(List<String> columns, String found) {
        return new InvalidValueException(
                "the first line must be exactly '" + String.join(";", columns) + "', in UTF-8; " + found);
    }

    private static String found(CsvRecord record) {
        String line = String.join(";", record.cells());
        StringBuilder shown = new StringBuilder();
        line.codePoints()
                .limit(MAX_SHOWN)
                .forEach(c -> shown.append(isVisible(c) ? Character.toString(c) : "\\u%04X".formatted(c)));
        String where = record.line() == 1 ? "found" : "found, on line " + record.line() + ",";
        return where + " '" + shown + (shown.length() < line.length() ? "..." : "") + "'" + hint(line);
    }

    private static boolean isVisible(int codePoint) {
        int type = Character.getType(codePoint);
        return type != Character.CONTROL && type != Character.FORMAT && type != Character.SURROGATE;
    }

    private static String hint(String line) {
        if (line.startsWith("sep=")) {
            return ": leave the sep= line out";
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

    /**
     * Returns why a row does not have the columns of this header; empty if it has them. {@value #REASON} may be left
     * out.
     */
    Optional<String> defect(CsvRecord row) {
        if (row.defect().isPresent()) {
            return row.defect();
        }
        List<String> cells = cells(row);
        if (cells.size() == columns) {
            return Optional.empty();
        }
        boolean isMarked =
                withReason && cells.size() == columns + 1 && cells.get(columns).isEmpty();
        return isMarked && row.cells().size() > cells.size()
                ? Optional.of(unedited(row.cells().get(cells.size())))
                : Optional.of("the row has " + cells.size() + (cells.size() == 1 ? " column" : " columns")
                        + " instead of " + columns);
    }

    /** Returns what is said of a row that was marked when it was rejected, with the reason of that time. */
    private static String unedited(String reason) {
        String before = OUR_REASON.matcher(reason).replaceFirst("").replace(UNEDITED, "");
        return before + UNEDITED;
    }

    /**
     * Returns the cells of a row without its reason; they are as many as there are columns if nothing is against the
     * row. A row that was rejected for the number of its cells has its reason in another place than the last column. So
     * the reason is looked for, to keep it from being taken for what a column means.
     */
    List<String> cells(CsvRecord row) {
        if (!withReason) {
            return row.cells();
        }
        List<String> cells = row.defect().isPresent() ? row.cells() : withoutEmptyEnd(row.cells(), columns + 1);
        if (cells.size() == columns + 1 && !cells.get(columns).isEmpty()) {
            return cells.subList(0, columns);
        }
        int last = withoutEmptyEnd(cells, 0).size() - 1;
        if (last >= 0 && OUR_REASON.matcher(cells.get(last)).lookingAt()) {
            return cells.subList(0, last);
        }
        return cells.size() == columns + 1 ? cells.subList(0, columns) : cells;
    }

    /** Spreadsheets fill every row up to the longest. */
    private static List<String> withoutEmptyEnd(List<String> cells, int least) {
        int size = cells.size();
        while (size > least && cells.get(size - 1).isEmpty()) {
            size--;
        }
        return cells.subList(0, size);
    }

    /** Returns the reason of a rejected row, as it stands in its last cell. */
    static String reason(long line, String reason) {
        return "line " + line + ": " + reason;
    }
}
