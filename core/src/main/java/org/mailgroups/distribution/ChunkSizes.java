// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

/**
 * The most recipients that a chunk may have.
 *
 * @param local for domains this server delivers itself; smaller chunks use more spool threads at once
 * @param remote for one transaction with another server; RFC 5321 4.5.3.1.8 obliges no server to take more than 100
 */
public record ChunkSizes(int local, int remote) {
    public static final ChunkSizes DEFAULT = new ChunkSizes(50, 100);

    /** The most recipients of any chunk. A crash repeats at most a chunk for each connection. */
    public static final int MAX = 100;

    public ChunkSizes {
        if (local < 1 || remote < 1 || local > MAX || remote > MAX) {
            throw new IllegalArgumentException("a chunk has 1 to " + MAX + " recipients");
        }
    }
}
