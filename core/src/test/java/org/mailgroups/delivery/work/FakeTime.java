// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/** A time that passes when a test says so, as an instant and as nanoseconds. Thread-safe. */
class FakeTime extends Clock implements LongSupplier {
    /** Overflows soon, as {@link System#nanoTime} may. */
    private static final long NANOS_AT_FIRST =
            Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();

    private volatile Duration passed = Duration.ZERO;

    synchronized void passes(Duration time) {
        passed = passed.plus(time);
    }

    @Override
    public long getAsLong() {
        return NANOS_AT_FIRST + passed.toNanos();
    }

    @Override
    public Instant instant() {
        return Postings.RECEIVED.plus(passed);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
