// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery;

import java.io.IOException;
import java.time.Instant;

/**
 * Removes what no recipient waits for: postings and decisions that are too old, and bodies that nobody needs any more.
 * It is to be run at the start and every hour. Several nodes may run it at once. Thread-safe.
 */
public final class DeliverySweep {
    private final PostingStore postings;
    private final Bodies bodies;

    public DeliverySweep(PostingStore postings, Bodies bodies) {
        this.postings = postings;
        this.bodies = bodies;
    }

    /** @throws IOException if a body cannot be removed; the next run tries again */
    public void run(Instant now) throws IOException {
        postings.sweep(now);
        bodies.remove(postings.settled(bodies.kept()));
    }
}
