// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.ChunkResult;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.value.Address;

/** A chunk that this node has taken, and what is known of its recipients so far. Guarded by {@link Recorder}. */
final class TakenChunk {
    /** So many recipients may wait for the rest of their chunk. */
    private static final int SMALL = 20;

    private final DueChunk chunk;
    private final Map<Address, Attempt> unwritten = new HashMap<>();
    private final Set<Address> open = new HashSet<>();
    private long unwrittenSince;

    TakenChunk(DueChunk chunk) {
        this.chunk = chunk;
        chunk.recipients().forEach(due -> open.add(due.address()));
    }

    DueChunk chunk() {
        return chunk;
    }

    /**
     * Notes what became of some recipients. The first word about a recipient holds.
     *
     * @param nanos the time, as {@link System#nanoTime} has it
     */
    void note(Map<Address, Attempt> attempts, long nanos) {
        if (unwritten.isEmpty()) {
            unwrittenSince = nanos;
        }
        attempts.forEach((recipient, attempt) -> {
            if (open.remove(recipient)) {
                unwritten.put(recipient, attempt);
            }
        });
    }

    /**
     * Returns whether something is to be written now: all recipients are known, or many of them, or some have been for
     * long.
     *
     * @param patienceNanos for how long a small part waits for the rest
     */
    boolean isDue(long nanos, long patienceNanos) {
        return !unwritten.isEmpty()
                && (open.isEmpty() || unwritten.size() > SMALL || nanos - unwrittenSince >= patienceNanos);
    }

    /**
     * Takes what is to be written, if it is time.
     *
     * @param patienceNanos for how long a small part waits for the rest
     */
    Optional<ChunkResult> take(long nanos, long patienceNanos) {
        if (!isDue(nanos, patienceNanos)) {
            return Optional.empty();
        }
        ChunkResult result = new ChunkResult(chunk.posting().id(), chunk.number(), unwritten, open.isEmpty());
        unwritten.clear();
        return Optional.of(result);
    }
}
