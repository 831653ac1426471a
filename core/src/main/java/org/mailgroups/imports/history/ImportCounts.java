// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports.history;

/**
 * What became of the rows of an import in numbers, so far or in the end. For a dry run: what would have become of them.
 *
 * @param rows rows of the file, without header and blank lines
 * @param removed members that were there and not in the file
 * @param warned rows that were applied, or found to be so already, but for something that could not be taken
 */
public record ImportCounts(
        long rows, long added, long updated, long unchanged, long removed, long rejected, long warned) {
    /** Makes the numbers of an import without warnings. */
    public ImportCounts(long rows, long added, long updated, long unchanged, long removed, long rejected) {
        this(rows, added, updated, unchanged, removed, rejected, 0);
    }

    /** Before anything was done. */
    public static ImportCounts none() {
        return new ImportCounts(0, 0, 0, 0, 0, 0);
    }
}
