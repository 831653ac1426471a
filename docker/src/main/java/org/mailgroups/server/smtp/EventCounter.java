// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.smtp;

import com.google.common.base.Ticker;
import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what clients do in a period that begins with the first time. It remembers a bounded number of clients; the one
 * that has been seen least is forgotten first. Thread-safe.
 */
final class EventCounter {
    private static final int MAX_CLIENTS = 20_000;

    private final int limit;
    private final LoadingCache<ClientNetwork, AtomicInteger> counts;

    /**
     * @param limit how often a client may do it within the period
     * @param ticker tells the time
     */
    EventCounter(int limit, Duration period, Ticker ticker) {
        this.limit = limit;
        this.counts = CacheBuilder.newBuilder()
                .maximumSize(MAX_CLIENTS)
                .expireAfterWrite(period)
                .ticker(ticker)
                .build(CacheLoader.from(() -> new AtomicInteger()));
    }

    /** Counts once more, and returns whether that is above the limit. */
    boolean isTooMany(ClientNetwork client) {
        return counts.getUnchecked(client).incrementAndGet() > limit;
    }

    /** Returns whether the limit has been reached, without counting. */
    boolean isReached(ClientNetwork client) {
        AtomicInteger count = counts.getIfPresent(client);
        return count != null && count.get() >= limit;
    }
}
