/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.webadmin.imports;

import java.util.List;
import java.util.Optional;
import org.mailgroups.group.InvalidValueException;
import org.mailgroups.webadmin.csv.CsvReader;
import org.mailgroups.webadmin.csv.CsvRecord;

/** The first line of a file: exactly the columns of its kind, or those and {@value #REASON}, as a file of rejected rows has it. Immutable. */
final class Header {
    /** The last column of a file of rejected rows; what stands in it is not read. */
    static final String REASON = "Reason";

    private static final int MAX_SHOWN = 200;

    private final int minColumns;
    private final int maxColumns;

    private Header(int minColumns, int maxColumns) {
        this.minColumns = minColumns;
        this.maxColumns = maxColumns;
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
            InvalidValueException refused = refused(columns, e.getMessage());
            refused.initCause(e);
            throw refused;
        }
        CsvRecord record = first.orElseThrow(() -> refused(columns, "found an empty file"));
        boolean withReason = record.cells().size() == columns.size() + 1
                && record.cells().subList(0, columns.size()).equals(columns)
                && record.cells().get(columns.size()).equals(REASON);
        boolean isExpected = withReason || record.cells().equals(columns);
        if (record.line() != 1 || record.defect().isPresent() || !isExpected) {
            throw refused(columns, found(record));
        }
        return new Header(columns.size(), withReason ? columns.size() + 1 : columns.size());
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

    /** Why a row has not the columns of this header; empty if it has them. {@value #REASON} may be left out. */
    Optional<String> defect(CsvRecord row) {
        if (row.defect().isPresent()) {
            return row.defect();
        }
        int columns = row.cells().size();
        return columns >= minColumns && columns <= maxColumns
                ? Optional.empty()
                : Optional.of("the row has " + columns + (columns == 1 ? " column" : " columns") + " instead of "
                        + minColumns);
    }

    /** The cells of a row that mean something. */
    List<String> values(CsvRecord row) {
        return row.cells().subList(0, Math.min(minColumns, row.cells().size()));
    }
}
