// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.mailgroups.audit.LogText;
import org.mailgroups.delivery.DeliverySweep;
import org.mailgroups.delivery.PostingStore;
import org.mailgroups.value.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of a {@link Delivery}: workers, one that takes what is due, and one that writes down what is done.
 *
 * <p>None of them is ever interrupted: it may be inside an embedded database, which an interrupt would close.
 */
public final class DeliveryThreads implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(DeliveryThreads.class);

    private static final Duration ROUND = Duration.ofSeconds(1);

    /** So short a pause lets some results come together, which one commit writes. */
    private static final Duration BETWEEN_BATCHES = Duration.ofMillis(5);

    private static final Duration BETWEEN_SWEEPS = Duration.ofHours(1);

    /** How long what is on the wire may take when the server stops. */
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(3);

    private final Delivery delivery;
    private final DeliverySweep sweep;
    private final Duration lastAnswers;
    private final List<Thread> workers = new ArrayList<>();
    private final List<Thread> clerks = new ArrayList<>();
    private final Thread sweeper = thread("delivery-sweep", this::sweep);
    private volatile boolean isClosed;

    private DeliveryThreads(Delivery delivery, DeliverySweep sweep, Duration lastAnswers) {
        this.delivery = delivery;
        this.sweep = sweep;
        this.lastAnswers = lastAnswers;
    }

    /**
     * Starts the threads of a delivery.
     *
     * @param sweep is run at once, and every hour
     */
    public static DeliveryThreads start(Delivery delivery, DeliverySweep sweep) {
        return start(delivery, sweep, LAST_ANSWERS);
    }

    /** @param lastAnswers how long what is on the wire may take when they stop */
    static DeliveryThreads start(Delivery delivery, DeliverySweep sweep, Duration lastAnswers) {
        DeliveryThreads threads = new DeliveryThreads(delivery, sweep, lastAnswers);
        threads.clerks.add(thread("delivery-record", threads::writeDown));
        threads.clerks.add(thread("delivery-due", threads::takeDue));
        for (int i = 1; i <= delivery.limits().workers(); i++) {
            threads.workers.add(thread("delivery-" + i, threads::work));
        }
        threads.sweeper.start();
        threads.clerks.forEach(Thread::start);
        threads.workers.forEach(Thread::start);
        return threads;
    }

    private static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private void work() {
        while (!delivery.isStopped()) {
            try {
                delivery.serveNext(ROUND);
            } catch (RuntimeException | Error e) {
                // Nothing may end a worker: no other would take its place.
                LOGGER.error("a turn was left in the middle", LogText.neutral(e));
            } catch (InterruptedException e) {
                LOGGER.warn(
                        "{} was interrupted; it goes on",
                        LogText.neutral(Thread.currentThread().getName()),
                        LogText.neutral(e));
            }
        }
    }

    private void takeDue() {
        Every renewal = new Every(PostingStore.LEASE.dividedBy(3));
        Every ending = new Every(ROUND);
        Silence silence = new Silence();
        while (!delivery.isStopped()) {
            try {
                if (renewal.isDue()) {
                    delivery.renew();
                }
                boolean more = delivery.takeDue();
                if (ending.isDue()) {
                    delivery.endSettled();
                }
                delivery.tidy();
                silence.ends();
                rest(more);
            } catch (RuntimeException | Error e) {
                // Nothing may end this thread: leases would not be renewed any more.
                silence.note("the postings that are due cannot be read now", e);
                pause(ROUND);
            }
        }
    }

    /** Has a thread of its own: it may take minutes, and leases are to be renewed meanwhile. */
    private void sweep() {
        Every sweeping = new Every(BETWEEN_SWEEPS);
        Silence silence = new Silence();
        while (!delivery.isStopped()) {
            try {
                if (sweeping.isDue()) {
                    sweep.run();
                }
                silence.ends();
            } catch (RuntimeException | IOException | Error e) {
                // Nothing may end this thread: the store would grow for ever.
                silence.note("what is too old cannot be removed now", e);
            }
            pause(ROUND);
        }
    }

    /** Waits for the next round, or until there is room, if more is due. */
    private void rest(boolean more) {
        long begin = System.nanoTime();
        do {
            pause(BETWEEN_BATCHES.multipliedBy(4));
        } while (!(more && delivery.hasRoom()) && !delivery.isStopped() && System.nanoTime() - begin < ROUND.toNanos());
    }

    private void writeDown() {
        Silence silence = new Silence();
        while (!isClosed) {
            try {
                delivery.writeDown(false);
                silence.ends();
                pause(BETWEEN_BATCHES);
            } catch (RuntimeException | Error e) {
                // Nothing may end this thread: what was delivered would be delivered again.
                silence.note("what was delivered cannot be written down now", e);
                pause(ROUND);
            }
        }
    }

    private static void pause(Duration pause) {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        } catch (InterruptedException e) {
            LOGGER.warn(
                    "{} was interrupted; it goes on",
                    LogText.neutral(Thread.currentThread().getName()),
                    LogText.neutral(e));
        }
    }

    /**
     * Stops: no new transaction is begun, what is on the wire has three seconds, and what is known then is written
     * down. Idempotent.
     */
    @Override
    public synchronized void close() {
        if (isClosed) {
            return;
        }
        delivery.stop();
        join(workers, lastAnswers);
        isClosed = true;
        join(clerks, LAST_ANSWERS);
        if (clerks.stream().anyMatch(Thread::isAlive)) {
            LOGGER.warn("the store does not answer while the server stops; some members may get a copy twice");
        } else {
            writeTheRest();
        }
        join(List.of(sweeper), LAST_ANSWERS);
    }

    private void writeTheRest() {
        try {
            while (delivery.writeDown(true)) {
                LOGGER.debug("last answers were written down");
            }
            delivery.giveBack();
        } catch (StoreUnavailableException e) {
            LOGGER.warn(
                    "the last answers of other servers are lost; some members may get a copy twice",
                    LogText.neutral(e));
        }
    }

    private static void join(List<Thread> threads, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            for (Thread thread : threads) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells when something is due again; at once at first. */
    private static final class Every {
        private final long nanos;
        private long next = System.nanoTime();

        Every(Duration pause) {
            this.nanos = pause.toNanos();
        }

        boolean isDue() {
            long now = System.nanoTime();
            if (now - next < 0) {
                return false;
            }
            next = now + nanos;
            return true;
        }
    }

    /** Logs the first of several failures in a row. */
    private static final class Silence {
        private boolean isKept;

        void note(String message, Throwable failure) {
            if (!isKept) {
                LOGGER.warn("{}; it is tried again", LogText.neutral(message), LogText.neutral(failure));
            }
            isKept = true;
        }

        void ends() {
            isKept = false;
        }
    }
}
