// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.csv;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.mailgroups.text.NormalForm;

/**
 * The form of a cell, so that no spreadsheet takes it for a formula, and its meaning when it is read.
 *
 * <p>Spreadsheets begin a formula at certain signs. A cell that begins with one gets an apostrophe in front: {@code
 * =1+1} is written {@code '=1+1}. A cell that already has apostrophes in front of such a sign gets one more, and
 * reading takes exactly one off; so every cell comes back as it was. Everything else is written as it is: {@code
 * 'Ndrangheta} stays what it is.
 *
 * <p>The signs are those of OWASP's "CSV Injection": {@code = + - @}, tab, CR, LF, and the full-width forms of the
 * first four.
 */
public final class CsvCell {
    /** What stands between several values of one cell. */
    public static final String SEPARATOR = "|";

    private static final char APOSTROPHE = '\'';
    private static final String BACKSLASH = "\\";
    private static final String FORMULA_SIGNS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private CsvCell() {}

    /** Returns the cell that a value is written as. */
    public static String of(String value) {
        return isFormulaFrom(0, value) ? APOSTROPHE + value : value;
    }

    /**
     * Returns the value of a cell that was read: the inverse of {@link #of}. A cell that somebody typed as it is means
     * itself.
     */
    public static String value(String cell) {
        boolean isProtected = !cell.isEmpty() && cell.charAt(0) == APOSTROPHE && isFormulaFrom(1, cell);
        return isProtected ? cell.substring(1) : cell;
    }

    /**
     * Returns what a value is after an import: the cell, or the value before if the cell is empty. An empty cell says
     * nothing, whatever the file is about. So a file that leaves something out takes nothing away.
     */
    public static String orBefore(String cell, String before) {
        return cell.isEmpty() ? before : cell;
    }

    /** Returns whether nothing but apostrophes stands between this place and a sign. */
    private static boolean isFormulaFrom(int start, String text) {
        int index = start;
        while (index < text.length() && text.charAt(index) == APOSTROPHE) {
            index++;
        }
        return index < text.length() && FORMULA_SIGNS.indexOf(text.charAt(index)) >= 0;
    }

    /**
     * Returns the value that stands for several: {@code a|b}. Within a value, the separator is written {@code \|} and a
     * backslash {@code \\}.
     */
    public static String joined(Collection<?> values) {
        return values.stream()
                .map(value -> value.toString()
                        .replace(BACKSLASH, BACKSLASH + BACKSLASH)
                        .replace(SEPARATOR, BACKSLASH + SEPARATOR))
                .collect(Collectors.joining(SEPARATOR));
    }

    /**
     * Returns the values of a cell that stands for several, stripped: the inverse of {@link #joined}. Empty ones are
     * left out. A backslash before anything else is one.
     */
    public static List<String> split(String cell) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (c == BACKSLASH.charAt(0) && i + 1 < cell.length() && isEscapable(cell.charAt(i + 1))) {
                i++;
                value.append(cell.charAt(i));
            } else if (c == SEPARATOR.charAt(0)) {
                values.add(value.toString());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        values.add(value.toString());
        return values.stream()
                .map(NormalForm::stripped)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static boolean isEscapable(char c) {
        return c == BACKSLASH.charAt(0) || c == SEPARATOR.charAt(0);
    }
}
