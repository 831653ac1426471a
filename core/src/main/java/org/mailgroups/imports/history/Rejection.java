// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports.history;

import java.util.ArrayList;
import java.util.List;
import org.mailgroups.text.SearchForm;
import org.mailgroups.text.VisibleForm;

/**
 * A row of an import that was not applied. Its cells are kept only as far as they can be stored and shown: at most
 * {@value #MAX_CELLS} cells of {@value #MAX_CELL_LENGTH} characters, and {@value #MAX_LENGTH} characters together. That
 * is more than any row has that could be applied. U+FFFD stands for a control character other than a line break or a
 * tab.
 *
 * @param line the physical line on which the row begins; the header's is 1
 * @param cells the row as it stood in the file
 * @param reason why it was rejected, in words for the person who wrote the file; in {@link VisibleForm}
 */
public record Rejection(long line, List<String> cells, String reason) {
    public static final int MAX_CELLS = 52;
    public static final int MAX_CELL_LENGTH = 8192;

    /** The most characters of all cells together. */
    public static final int MAX_LENGTH = 24_000;

    public static final int MAX_REASON_LENGTH = 500;

    private static final char REPLACEMENT = '\uFFFD';

    public Rejection {
        cells = storable(cells);
        reason = storable(VisibleForm.of(reason), MAX_REASON_LENGTH);
    }

    private static List<String> storable(List<String> cells) {
        List<String> storable = new ArrayList<>();
        int left = MAX_LENGTH;
        for (String cell : cells.subList(0, Math.min(cells.size(), MAX_CELLS))) {
            String kept = storable(cell, Math.min(MAX_CELL_LENGTH, left));
            storable.add(kept);
            left -= kept.length();
        }
        return List.copyOf(storable);
    }

    private static String storable(String text, int maxLength) {
        String shown = SearchForm.cut(text, maxLength);
        return shown.chars().anyMatch(Rejection::isUnprintable)
                ? shown.chars()
                        .map(c -> isUnprintable(c) ? REPLACEMENT : c)
                        .collect(StringBuilder::new, (to, c) -> to.append((char) c), StringBuilder::append)
                        .toString()
                : shown;
    }

    private static boolean isUnprintable(int c) {
        return Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t';
    }
}
