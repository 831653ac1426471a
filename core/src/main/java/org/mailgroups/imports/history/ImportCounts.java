// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports.history;

/**
 * What became of the rows of an import in numbers, so far or in the end. For a dry run: what would have become of them.
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
