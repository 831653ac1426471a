// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.work;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Tells which signs of life have not changed for too long. It goes by the time for which this node has watched them, so
 * the clocks of the nodes that give them need not agree. If this node could not look for a while, the store may have
 * been away, and the others could give no sign either. Then it begins anew. Thread-safe.
 *
 * @param <S> a sign, which equals another one only if nothing has happened in between
 */
public final class Watch<S> {
    private final LongSupplier nanoTime;
    private final long longestPause;
    private long lastLook;
    private Map<S, Long> firstSeen = new HashMap<>();

    /** @param interval the time between two looks, as long as nothing is wrong */
    public Watch(LongSupplier nanoTime, Duration interval) {
        this.nanoTime = nanoTime;
        this.longestPause = interval.multipliedBy(2).toNanos();
    }

    /**
     * Looks at all signs that there are now. Returns those that are silent.
     *
     * @param patience for how long a sign may stay as it is
     */
    public synchronized List<S> silent(Collection<S> signs, Function<S, Duration> patience) {
        long now = nanoTime.getAsLong();
        Map<S, Long> before = now - lastLook > longestPause ? Map.of() : firstSeen;
        lastLook = now;
        firstSeen = new HashMap<>();
        signs.forEach(sign -> firstSeen.put(sign, before.getOrDefault(sign, now)));
        return signs.stream()
                .filter(sign ->
                        now - firstSeen.get(sign) >= patience.apply(sign).toNanos())
                .toList();
    }
}
