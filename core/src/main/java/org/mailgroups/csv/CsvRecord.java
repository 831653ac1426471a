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
}
