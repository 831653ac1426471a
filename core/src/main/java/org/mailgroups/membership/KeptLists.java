// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.function.Supplier;
import org.mailgroups.value.PageRequest;

/**
 * Keeps lists that take long to make for the pages that come after the first one. A first page is always made anew.
 * What was made for it serves the next ones as long as its version stays, for {@link #KEPT_FOR}, and as long as there
 * is room for it. Thread-safe.
 *
 * @param <K> what tells lists apart
 */
final class KeptLists<K, T> {
    static final Duration KEPT_FOR = Duration.ofMinutes(1);

    private final Cache<K, Dated<T>> kept;

    private record Dated<T>(long version, Stretch<T> stretch) {}

    /** @param maxItems the most items that are kept, of all lists together */
    KeptLists(long maxItems, Ticker ticker) {
        kept = Caffeine.newBuilder()
                .maximumWeight(maxItems)
                .weigher((K which, Dated<T> list) -> list.stretch().items().size())
                .expireAfterWrite(KEPT_FOR)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /**
     * Returns the part of a list that has the beginning of a page.
     *
     * @param version changes when the list may have changed
     * @param make makes the part, from the page's beginning on
     */
    Stretch<T> forPage(K which, long version, PageRequest page, Supplier<Stretch<T>> make) {
        Dated<T> known = page.after().isEmpty() ? null : kept.getIfPresent(which);
        if (known != null && known.version() == version && known.stretch().reaches(page.after())) {
            return known.stretch();
        }
        Stretch<T> made = make.get();
        if (made.items().size() > page.limit()) {
            kept.put(which, new Dated<>(version, made));
        }
        return made;
    }
}
