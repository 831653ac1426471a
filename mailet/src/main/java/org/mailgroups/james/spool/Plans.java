// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import org.mailgroups.distribution.Expansion;

/**
 * The expansions of messages that are distributed in several steps, so that a step need not expand anew. They are only
 * a short cut. After a restart a step finds nothing here, expands again and goes on from its cursor.
 *
 * <p>Bounded by recipients, not by messages. Thread-safe.
 */
final class Plans {
    private static final long MAX_RECIPIENTS = 1_000_000;

    private final Cache<String, Expansion.Complete> byMessage = Caffeine.newBuilder()
            .maximumWeight(MAX_RECIPIENTS)
            .weigher((String message, Expansion.Complete plan) ->
                    Math.max(1, plan.recipients().size()))
            .expireAfterAccess(Duration.ofMinutes(2))
            .build();

    Optional<Expansion.Complete> of(String message) {
        return Optional.ofNullable(byMessage.getIfPresent(message));
    }

    void keep(String message, Expansion.Complete plan) {
        byMessage.put(message, plan);
    }

    void forget(String message) {
        byMessage.invalidate(message);
    }
}
