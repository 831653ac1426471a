// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.smtp;

import java.util.function.LongSupplier;
import org.apache.james.core.Username;

/**
 * Lets each user ask for the members of groups at a bounded rate. A mail program asks once for what its user writes;
 * only whoever goes through lists of names asks more often. Thread-safe.
 */
public final class ExpnRate {
    /** The most questions of one user in a minute. */
    public static final int MAX_PER_MINUTE = 30;

    private final MinuteCounts<Username> counts;

    /**
     * @param nanoClock as {@link System#nanoTime()}
     */
    public ExpnRate(LongSupplier nanoClock) {
        counts = new MinuteCounts<>(nanoClock);
    }

    /** Counts a question, and returns whether it is one too many. */
    public boolean isTooMany(Username user) {
        return counts.count(user) > MAX_PER_MINUTE;
    }
}
