// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.work;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The result of costly work that anybody may ask for. However often and by however many it is asked for, the work is
 * done by one thread at a time, and not again for a while. A failure is remembered too, since work that fails may cost
 * as much, but for a shorter time. Thread-safe.
 */
public final class Remembered<T> {
    /** The time for which a failure is remembered. */
    public static final Duration FAILURE = Duration.ofSeconds(5);

    private final Duration time;
    private final LongSupplier nanoTime;
    private final Supplier<T> work;
    private Outcome<T> outcome;

    private record Outcome<T>(T result, RuntimeException failure, long at, long nanos) {
        boolean isOver(long now) {
            return now - at >= nanos;
        }
    }

    /** @param time the time for which a result is remembered */
    public Remembered(Duration time, LongSupplier nanoTime, Supplier<T> work) {
        this.time = time;
        this.nanoTime = nanoTime;
        this.work = work;
    }

    /** Returns the result, or throws what the work has thrown. */
    public synchronized T get() {
        if (outcome == null || outcome.isOver(nanoTime.getAsLong())) {
            outcome = done();
        }
        if (outcome.failure() != null) {
            throw outcome.failure();
        }
        return outcome.result();
    }

    /** The time counts from the end of the work. Else work that takes long would go on and on. */
    private Outcome<T> done() {
        try {
            T result = work.get();
            return new Outcome<>(result, null, nanoTime.getAsLong(), time.toNanos());
        } catch (RuntimeException e) {
            // Whatever it is, everybody who asks meanwhile is thrown the same.
            return new Outcome<>(null, e, nanoTime.getAsLong(), FAILURE.toNanos());
        }
    }
}
