// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/**
 * The port to files that wait for a task in the store, where every node can read them.
 *
 * <p>Thread-safe. Every method throws {@link org.mailgroups.value.StoreUnavailableException} if the store cannot
 * answer.
 */
public interface FileShare {
    /** How long a file is kept that no task comes for. */
    Duration KEPT = Duration.ofDays(2);

    /** Returns whether other nodes may be on the store. If not, nothing is gained by keeping a file there. */
    boolean isShared();

    /** Keeps a file until {@link #remove}. If it cannot be kept to its end, nothing is kept. */
    void keep(String name, InputStream content) throws IOException;

    /**
     * Copies a file, and returns whether it is there.
     *
     * @throws org.mailgroups.value.NotFoundException if not all of it is there; a part may have been copied
     */
    boolean copyTo(String name, OutputStream output) throws IOException;

    /** Removes a file, if it is there. */
    void remove(String name);

    /** Removes the files for which no task has come for {@link #KEPT}. */
    void removeOld();
}
