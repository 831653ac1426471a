// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of the reader of one queue: when it last asked for mail, and what went wrong. It also says how long the
 * reader waits before it asks again, so that trouble that lasts does not keep the server busy. Thread-safe.
 */
final class ReaderState {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 9;

    /**
     * A failure to take a mail.
     *
     * @param at when it happened
     */
    record Failure(Instant at, String reason) {}

    private final Duration firstPause;
    private Instant asked;
    private Failure failure;
    private int failures;
    private int handedBack;

    /**
     * The state of a reader that has not begun.
     *
     * @param firstPause how long it waits after the first trouble
     */
    ReaderState(Duration firstPause) {
        this.firstPause = firstPause;
    }

    /** Notes that the reader asks for mail now. */
    synchronized void asks(Instant now) {
        asked = now;
    }

    /** Returns when the reader last asked for mail; empty if the queue has no reader. */
    synchronized Optional<Instant> asked() {
        return Optional.ofNullable(asked);
    }

    /**
     * Notes that nothing could be taken.
     *
     * @return how often that has happened in a row
     */
    synchronized int failed(Instant now, Throwable reason) {
        failure = new Failure(now, reason.toString());
        failures++;
        return failures;
    }

    /**
     * Notes that the queue has answered.
     *
     * @return how many failures came before, in a row
     */
    synchronized int answered() {
        int before = failures;
        failures = 0;
        return before;
    }

    /** Returns the last failure, if there was any. */
    synchronized Optional<Failure> lastFailure() {
        return Optional.ofNullable(failure);
    }

    /** Notes that a mail was taken and dealt with. */
    synchronized void dealtWith() {
        handedBack = 0;
    }

    /** Notes that a mail was taken and given back to the queue, which will hand it out again. */
    synchronized void handedBack() {
        handedBack++;
    }

    /** Returns how long to wait before the queue is asked again; it doubles with each trouble in a row. */
    synchronized Duration pause() {
        int troubles = Math.max(failures, handedBack);
        if (troubles == 0) {
            return Duration.ZERO;
        }
        Duration pause = firstPause.multipliedBy(1L << Math.min(troubles - 1, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}
