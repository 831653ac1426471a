// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A row as it stood in the file.
 *
 * @param line the physical line on which it begins, the first being 1
 * @param cells those of the columns, and perhaps more behind them that only its kind of import understands; if there is
 *     a defect, the cells that are to come back
 * @param defect why it cannot be used, in words for the person who wrote the file; empty if it can
 * @param remark added to whatever is said against the row; empty for nothing
 */
public record Row(long line, List<String> cells, Optional<String> defect, String remark) {
    public Row {
        cells = List.copyOf(cells);
    }

    /**
     * Returns a row that must not be taken for a right one when it comes back unedited: it has more cells than there
     * are columns.
     *
     * @param columns how many there are
     */
    public static Row unfit(long line, List<String> cells, int columns, String defect, String remark) {
        return new Row(line, marked(cells, columns), Optional.of(defect), remark);
    }

    /** Returns cells that are not taken for a row: at least one more than there are columns. */
    static List<String> marked(List<String> cells, int columns) {
        List<String> marked = new ArrayList<>(cells);
        while (marked.size() <= columns) {
            marked.add("");
        }
        return marked;
    }
}
