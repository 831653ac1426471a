// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.mailgroups.right.Principal;

/**
 * Remembers at which version of the store the contacts of a user of a large book were compared. While the store has
 * that version, they are still the same. Most programs ask for news much more often than there are any.
 *
 * <p>The look-up of groups, which is part of a comparison, may lag behind the store a little if another node writes. So
 * a comparison counts only if the version was seen some time before it.
 *
 * <p>Thread-safe.
 */
final class Comparisons {
    /** More than the look-up of groups lags behind the store. */
    static final Duration LAG = Duration.ofSeconds(5);

    /** An entry takes some 300 bytes. */
    private static final int MAX_USERS = 10_000;

    private final LongSupplier nanoTime;
    private final Cache<Principal, Seen> seen =
            Caffeine.newBuilder().maximumSize(MAX_USERS).executor(Runnable::run).build();

    /**
     * A version of the store.
     *
     * @param firstAt when this user's book was first opened at this version
     * @param ownVersion of the user's contacts; empty if they were not compared long enough after that
     */
    private record Seen(long storeVersion, long firstAt, OptionalLong ownVersion) {}

    Comparisons(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A comparison that is about to be made, unless it {@linkplain #known is known} how it would end. */
    final class Comparison {
        private final Principal user;
        private final Seen at;
        private final boolean counts;

        private Comparison(Principal user, Seen at) {
            this.user = user;
            this.at = at;
            this.counts = nanoTime.getAsLong() - at.firstAt() > LAG.toNanos();
        }

        /** Returns the version of the user's contacts; empty if they have to be compared. */
        OptionalLong known() {
            return at.ownVersion();
        }

        /** Tells the version that was found. */
        void ended(long ownVersion) {
            if (counts) {
                seen.asMap().replace(user, at, new Seen(at.storeVersion(), at.firstAt(), OptionalLong.of(ownVersion)));
            }
        }
    }

    /**
     * Begins a comparison.
     *
     * @param storeVersion the present version of the store
     */
    Comparison begin(Principal user, long storeVersion) {
        Seen at = seen.asMap()
                .compute(
                        user,
                        (same, before) -> before != null && before.storeVersion() == storeVersion
                                ? before
                                : new Seen(storeVersion, nanoTime.getAsLong(), OptionalLong.empty()));
        return new Comparison(user, at);
    }
}
