// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports.history;

/**
 * How many rows of an import had which fate, so far or in the end. For a dry run: would have had.
 *
 * @param rows rows of the file, without header and blank lines
 * @param removed members that were there and not in the file
 */
public record ImportCounts(long rows, long added, long updated, long unchanged, long removed, long rejected) {
    /** Before anything was done. */
    public static ImportCounts none() {
        return new ImportCounts(0, 0, 0, 0, 0, 0);
    }
}
