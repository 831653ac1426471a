// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends what takes too long, from a thread of its own. The time-out of a socket would begin anew at each octet that
 * comes, and a socket has none for writing. Thread-safe.
 */
final class Watchdog {
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "mailgroups-smtp-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    Watchdog() {
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(10, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs {@code end} when the time is over, unless the returned future is cancelled before.
     *
     * @param time at once if it is negative
     * @param end must not block
     * @throws RejectedExecutionException after {@link #close}
     */
    Future<?> watch(Duration time, Runnable end) {
        return timer.schedule(end, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    void close() {
        timer.shutdownNow();
    }
}
