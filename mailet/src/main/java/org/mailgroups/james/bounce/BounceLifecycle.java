// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.bounce;

import javax.annotation.PreDestroy;
import javax.inject.Inject;

/** Runs the schedule of failures from the start of James to its end. */
public final class BounceLifecycle {
    private final BounceSchedule schedule;

    @Inject
    BounceLifecycle(BounceSchedule schedule) {
        this.schedule = schedule;
        schedule.start();
    }

    @PreDestroy
    public void close() {
        schedule.close();
    }
}
