// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.smtp;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.mailgroups.distribution.Decision;

/**
 * Lets reports come to return paths at a bounded rate. Servers that are told to wait send their reports later, so none
 * is lost; a flood costs no more than its RCPT.
 *
 * <p>Only ids of groups are kept, and only those that a valid return path named. Thread-safe.
 */
public final class ReportRate {
    /** The most reports to one group in a minute. */
    public static final int MAX_PER_MINUTE = 300;

    private static final Optional<Decision.Refuse> NO_REPORT = Optional.of(new Decision.Refuse(
            Decision.Cause.NOT_ALLOWED, "This address takes only delivery reports, from the null sender"));
    private static final Optional<Decision.Refuse> TOO_MANY =
            Optional.of(new Decision.Refuse(Decision.Cause.TOO_OFTEN, "Too many delivery reports, try again later"));

    private final MinuteCounts<Long> counts;

    /**
     * @param nanoClock as {@link System#nanoTime()}
     */
    public ReportRate(LongSupplier nanoClock) {
        counts = new MinuteCounts<>(nanoClock);
    }

    /** Counts a report to a group, and says why it cannot come now; empty if it can. */
    public Optional<Decision.Refuse> refusal(long group, boolean isFromNullSender) {
        if (!isFromNullSender) {
            return NO_REPORT;
        }
        return counts.count(group) > MAX_PER_MINUTE ? TOO_MANY : Optional.empty();
    }
}
