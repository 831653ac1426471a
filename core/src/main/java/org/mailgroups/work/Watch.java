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
 * the clocks of the nodes that give them need not agree. Thread-safe.
 *
 * @param <S> a sign, which equals another one only if nothing has happened in between
 */
public final class Watch<S> {
    private final LongSupplier nanoTime;
    private Map<S, Long> firstSeen = new HashMap<>();

    public Watch(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Looks at all signs that there are now. Returns those that are silent.
     *
     * @param patience for how long a sign may stay as it is
     */
    public synchronized List<S> silent(Collection<S> signs, Function<S, Duration> patience) {
        long now = nanoTime.getAsLong();
        Map<S, Long> before = firstSeen;
        firstSeen = new HashMap<>();
        signs.forEach(sign -> firstSeen.put(sign, before.getOrDefault(sign, now)));
        return signs.stream()
                .filter(sign ->
                        now - firstSeen.get(sign) >= patience.apply(sign).toNanos())
                .toList();
    }
}
