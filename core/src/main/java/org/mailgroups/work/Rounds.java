// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.work;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.mailgroups.audit.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the same again and again on a thread of its own, until it is closed. After a failure comes the next round; of
 * several failures in a row the log has the first. Thread-safe.
 */
public final class Rounds implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Rounds.class);

    private final String name;
    private final Runnable work;
    private final ScheduledExecutorService thread;
    private final List<ScheduledFuture<?>> running;
    private boolean isSilenced;

    /** @param name of the thread, which the log shows */
    public Rounds(String name, int seconds, Runnable work) {
        this.name = name;
        this.work = work;
        this.thread = Executors.newSingleThreadScheduledExecutor(runnable -> {
            Thread daemon = new Thread(runnable, name);
            daemon.setDaemon(true);
            return daemon;
        });
        this.running = List.of(thread.scheduleWithFixedDelay(this::round, seconds, seconds, TimeUnit.SECONDS));
    }

    private void round() {
        try {
            work.run();
            isSilenced = false;
        } catch (RuntimeException | Error e) {
            // The executor makes no more rounds after one that throws.
            if (!isSilenced) {
                LOGGER.error("{} failed; it is tried again", LogText.neutral(name), LogText.neutral(e));
            }
            isSilenced = true;
        }
    }

    /** Ends the rounds; one that is under way comes to its end. */
    @Override
    public void close() {
        running.forEach(work -> work.cancel(false));
        thread.shutdown();
    }
}
