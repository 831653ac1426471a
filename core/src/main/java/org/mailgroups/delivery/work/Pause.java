// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.util.concurrent.TimeUnit;
import org.mailgroups.delivery.carrier.Answer;

/**
 * A time for which a flight waits in the store, and not in memory.
 *
 * @param nanos how long
 * @param reason what the hop has said, or why nobody knows
 */
record Pause(long nanos, Answer reason) {
    /** The time until there may be room. */
    static final long A_WHILE = TimeUnit.SECONDS.toNanos(10);
}
