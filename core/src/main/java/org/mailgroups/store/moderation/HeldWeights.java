// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.moderation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Knows about how many octets wait, so that their rows are rarely summed up. A sum is taken again when what this server
 * has added since may be half of what was left, so it is taken ever more often as a bound comes near. What other
 * servers add in between is seen with the next sum.
 *
 * <p>Thread-safe. Nothing waits for a sum: it may itself have to wait in the database for a writer.
 */
final class HeldWeights {
    /**
     * A sum that was taken.
     *
     * @param octets the octets that waited
     * @param addedBefore the octets that this server had ever added when the sum began
     */
    private record Sum(long octets, long addedBefore) {
        boolean isFarFrom(long bound, long addedNow) {
            return addedNow - addedBefore < (bound - octets) / 2;
        }
    }

    private final Map<Long, Sum> sums = new ConcurrentHashMap<>();

    /** The octets that this server has ever added. What is added during a sum counts as added after it. */
    private final Map<Long, Long> added = new ConcurrentHashMap<>();

    /**
     * Tells whether as many octets wait as may.
     *
     * @param key the group, or any other number for all groups
     * @param sum sums up what waits; it may be slow
     */
    boolean reaches(long key, long bound, LongSupplier sum) {
        Sum known = sums.get(key);
        long addedNow = added.getOrDefault(key, 0L);
        if (known != null && known.isFarFrom(bound, addedNow)) {
            return false;
        }
        Sum exact = new Sum(sum.getAsLong(), addedNow);
        sums.put(key, exact);
        return exact.octets() >= bound;
    }

    /** Notes that octets were added. To be called when a sum can see them, so that none misses them. */
    void added(long key, long bytes) {
        added.merge(key, bytes, Long::sum);
    }
}
