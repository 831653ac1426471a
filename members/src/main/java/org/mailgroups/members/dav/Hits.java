// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav;

import com.google.common.collect.AbstractIterator;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What a query finds, which is looked for while it is taken. It is bounded in number, and in the time that the search
 * itself takes. If a bound ends it, the last response says so (RFC 6352 8.6.2). Not thread-safe.
 */
final class Hits<T> extends AbstractIterator<String> {
    /** The most time for a search. That in which the client reads does not count. */
    static final Duration MAX_TIME = Duration.ofSeconds(60);

    private final Iterator<T> candidates;
    private final Predicate<T> filter;
    private final Function<T, String> response;
    private final long limit;
    private final String tooMany;
    private final LongSupplier nanoTime;
    private long left = MAX_TIME.toNanos();
    private long count;
    private boolean isEnded;

    /**
     * @param limit the most that are found
     * @param tooMany the response if there may be more
     */
    Hits(
            Iterator<T> candidates,
            Predicate<T> filter,
            Function<T, String> response,
            long limit,
            String tooMany,
            LongSupplier nanoTime) {
        this.candidates = candidates;
        this.filter = filter;
        this.response = response;
        this.limit = limit;
        this.tooMany = tooMany;
        this.nanoTime = nanoTime;
    }

    @Override
    protected String computeNext() {
        if (isEnded) {
            return endOfData();
        }
        long begin = nanoTime.getAsLong();
        while (candidates.hasNext()) {
            if (nanoTime.getAsLong() - begin > left) {
                isEnded = true;
                return tooMany;
            }
            T candidate = candidates.next();
            if (filter.test(candidate)) {
                if (++count > limit) {
                    isEnded = true;
                    return tooMany;
                }
                left -= nanoTime.getAsLong() - begin;
                return response.apply(candidate);
            }
        }
        return endOfData();
    }
}
