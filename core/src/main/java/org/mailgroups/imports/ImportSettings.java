// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.nio.file.Path;

/**
 * What a postmaster sets for imports.
 *
 * @param stagingDirectory where a file waits for its import; of this node alone
 * @param maxBytes the longest file
 */
public record ImportSettings(Path stagingDirectory, long maxBytes) {
    /** The longest file unless something else is set: 256 MiB. */
    public static final long DEFAULT_MAX_BYTES = 256L << 20;

    public ImportSettings {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("import.maxBytes must be positive");
        }
    }
}
