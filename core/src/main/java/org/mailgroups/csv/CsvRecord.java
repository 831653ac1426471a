// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.csv;

import java.util.List;
import java.util.Optional;

/**
 * A record of a CSV file: the cells between two ends of line. A cell may itself have ends of line in it.
 *
 * @param line the physical line on which it begins; the first is 1
 * @param lastLine the physical line on which it ends
 * @param cells what the cells mean (see {@link CsvCell#value}); if there is a defect, as far as they could be read
 * @param defect why the record cannot be taken as it is, in words for the person who wrote the file; empty for a sound
 *     one
 */
public record CsvRecord(long line, long lastLine, List<String> cells, Optional<String> defect) {
    public CsvRecord {
        cells = List.copyOf(cells);
    }

    /**
     * Returns the cells up to the last one in which anything stands. Empty cells at the end carry no meaning: some
     * spreadsheets fill each row up to the longest, and others leave such cells out.
     */
    public List<String> cellsWithoutEmptyEnd() {
        int size = cells.size();
        while (size > 0 && cells.get(size - 1).isBlank()) {
            size--;
        }
        return cells.subList(0, size);
    }

    /** Returns whether nothing stands in the record. */
    public boolean isEmpty() {
        return defect.isEmpty() && cellsWithoutEmptyEnd().isEmpty();
    }
}
