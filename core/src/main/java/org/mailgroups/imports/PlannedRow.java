// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.util.List;

/**
 * A row of which it is known what it names.
 *
 * @param line the physical line on which it begins
 * @param cells as they came from the source
 * @param row the same as a value
 */
public record PlannedRow<R, K>(long line, K key, List<String> cells, R row) {
    public PlannedRow {
        cells = List.copyOf(cells);
    }
}
