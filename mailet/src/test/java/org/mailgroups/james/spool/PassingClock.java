// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock on which time passes only when a test, or a pause of what is tested, lets it pass. */
public final class PassingClock extends Clock {
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    /** Lets time pass, or go back if it is negative. */
    public void pass(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public Instant instant() {
        return now;
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
