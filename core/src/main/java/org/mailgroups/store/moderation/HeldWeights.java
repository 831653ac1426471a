// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.moderation;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Knows about how many octets wait, so that their rows are rarely summed up. A sum is taken again when what this server
 * has added since may be half of what was left, so it is taken ever more often as a bound comes near. What other
 * servers add in between is seen with the next sum. Thread-safe.
 */
final class HeldWeights {
    /**
     * What is known of one bound.
     *
     * @param sum the octets when they were summed up last
     * @param added the octets added since
     */
    private record Weight(long sum, long added) {
        boolean isFarFrom(long bound) {
            return added < (bound - sum) / 2;
        }
    }

    private final Map<Long, Weight> weights = new HashMap<>();

    /**
     * Tells whether as many octets wait as may.
     *
     * @param key the group, or any other number for all groups
     * @param sum sums up what waits; it may be slow
     */
    synchronized boolean reaches(long key, long bound, LongSupplier sum) {
        Weight known = weights.get(key);
        if (known != null && known.isFarFrom(bound)) {
            return false;
        }
        Weight exact = new Weight(sum.getAsLong(), 0);
        weights.put(key, exact);
        return exact.sum() >= bound;
    }

    /** Notes that octets were added. */
    synchronized void added(long key, long bytes) {
        weights.computeIfPresent(key, (same, weight) -> new Weight(weight.sum(), weight.added() + bytes));
    }
}
