// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.joining;

import javax.annotation.PreDestroy;
import javax.inject.Inject;

/** Runs the schedule of requests to join from the start of James to its end. */
public final class JoinLifecycle {
    private final JoinSchedule schedule;

    @Inject
    JoinLifecycle(JoinSchedule schedule) {
        this.schedule = schedule;
        schedule.start();
    }

    @PreDestroy
    public void close() {
        schedule.close();
    }
}
