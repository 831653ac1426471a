// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.smtp;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Counts events by what they are about, such as a group or a user.
 *
 * <p>Time is cut into minutes, and all counts end with their minute. So up to twice a limit can come within sixty
 * seconds, which does no harm where this is used. Nothing is kept for longer than that.
 *
 * <p>Thread-safe.
 */
final class MinuteCounts<K> {
    private final LongSupplier nanoClock;
    private final Map<K, Integer> counts = new HashMap<>();
    private long began;

    /**
     * @param nanoClock as {@link System#nanoTime()}
     */
    MinuteCounts(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.began = nanoClock.getAsLong();
    }

    /** Counts one event, and returns how many there have been in this minute. */
    synchronized int count(K key) {
        long now = nanoClock.getAsLong();
        if (now - began >= TimeUnit.MINUTES.toNanos(1)) {
            counts.clear();
            began = now;
        }
        return counts.merge(key, 1, Integer::sum);
    }
}
