// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * The bodies of postings: where they lie while copies wait. A body is written once, whatever the number of members.
 * All nodes that share postings share them. Thread-safe.
 */
public interface Bodies {
    /** How old a body is before anybody asks whether it is needed: its posting may still be being made. */
    Duration LEFT_ALONE = Duration.ofHours(1);

    /**
     * Keeps a body. When this returns it survives a crash.
     *
     * @param octets not closed here
     * @return how many octets it has
     * @throws IOException if it cannot be kept (a full disk, a store that is away); then nothing is left of it
     */
    long keep(UUID posting, int number, InputStream octets) throws IOException;

    /**
     * Opens a body to read it from its start. Nothing of it is held in memory but a buffer.
     *
     * @throws IOException if it is not there or cannot be read
     */
    InputStream open(UUID posting, int number) throws IOException;

    /** Removes the bodies of postings; nothing happens for those that have none. */
    void remove(Collection<UUID> postings) throws IOException;

    /**
     * Returns the postings of which there is a body, or a part of one, that is older than {@link #LEFT_ALONE}; at most
     * some thousands of them.
     */
    List<UUID> kept() throws IOException;
}
