// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts log-ins that fail. Too many, and the next ones are refused before anything is compared. They are counted for
 * a user from one network, so that a stranger cannot lock a user out at home; for a user from anywhere; and for a
 * network. Thread-safe.
 *
 * <p>A log-in counts from its beginning until it is known to be right. So many at once do not slip through.
 */
final class Throttle {
    static final Duration WINDOW = Duration.ofMinutes(15);
    static final int MAX_OF_USER_FROM_NETWORK = 10;
    static final int MAX_OF_USER = 100;
    static final int MAX_FROM_NETWORK = 100;

    /** The most counters that are kept. */
    static final int MAX_COUNTERS = 100_000;

    private final Cache<String, AtomicInteger> failures;

    Throttle(Ticker ticker) {
        failures = Caffeine.newBuilder()
                .maximumSize(MAX_COUNTERS)
                .expireAfterWrite(WINDOW)
                .ticker(ticker)
                .build();
    }

    /**
     * Returns whether a log-in from a network may be tried, and counts it if so. {@link #takeBackHere} takes that back.
     */
    boolean beginHere(String user, String network) {
        return begin(limitsHere(user, network));
    }

    /** Returns the same for a log-in of a user from anywhere. {@link #takeBackAnywhere} takes that back. */
    boolean beginAnywhere(String user) {
        return begin(limitsAnywhere(user));
    }

    private boolean begin(Map<String, Integer> limits) {
        boolean isOpen = limits.entrySet().stream()
                .allMatch(limit -> counter(limit.getKey()).get() < limit.getValue());
        if (isOpen) {
            limits.keySet().forEach(key -> counter(key).incrementAndGet());
        }
        return isOpen;
    }

    /** Takes back what {@link #beginHere} has counted, since the log-in was not wrong. */
    void takeBackHere(String user, String network) {
        takeBack(limitsHere(user, network));
    }

    /** Takes back what {@link #beginAnywhere} has counted, since the log-in was not wrong. */
    void takeBackAnywhere(String user) {
        takeBack(limitsAnywhere(user));
    }

    private void takeBack(Map<String, Integer> limits) {
        limits.keySet().forEach(key -> counter(key).decrementAndGet());
    }

    /** Returns how many counters are kept. */
    long counters() {
        failures.cleanUp();
        return failures.estimatedSize();
    }

    private AtomicInteger counter(String key) {
        return failures.get(key, created -> new AtomicInteger());
    }

    /** No address has a blank, and no network has an at sign. */
    private static Map<String, Integer> limitsHere(String user, String network) {
        return Map.of(user + " " + network, MAX_OF_USER_FROM_NETWORK, "network " + network, MAX_FROM_NETWORK);
    }

    private static Map<String, Integer> limitsAnywhere(String user) {
        return Map.of("user " + user, MAX_OF_USER);
    }
}
