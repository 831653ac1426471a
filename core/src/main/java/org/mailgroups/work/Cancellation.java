// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.work;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The wish that work stop, looked at between batches. Thread-safe. */
public final class Cancellation {
    private final CountDownLatch requested = new CountDownLatch(1);

    public void request() {
        requested.countDown();
    }

    /** @throws CancellationException if somebody wishes it */
    public void check() {
        if (requested.getCount() == 0) {
            throw new CancellationException();
        }
    }

    /**
     * Waits.
     *
     * @throws CancellationException if it is wished meanwhile
     */
    public void checkFor(Duration time) {
        try {
            if (requested.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new CancellationException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        }
    }
}
