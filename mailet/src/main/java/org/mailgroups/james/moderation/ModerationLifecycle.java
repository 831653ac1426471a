// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.moderation;

import javax.annotation.PreDestroy;
import javax.inject.Inject;

/** Runs the schedule of held messages from the start of James to its end. */
public final class ModerationLifecycle {
    private final ModerationSchedule schedule;

    @Inject
    ModerationLifecycle(ModerationSchedule schedule) {
        this.schedule = schedule;
        schedule.start();
    }

    @PreDestroy
    public void close() {
        schedule.close();
    }
}
