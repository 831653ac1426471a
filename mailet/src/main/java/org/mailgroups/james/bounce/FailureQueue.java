// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.bounce;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.metrics.api.MetricFactory;
import org.mailgroups.bounce.FailedCopies;
import org.mailgroups.bounce.Failure;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.work.Journal;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Failures of our own delivery on their way to be counted. Delivery does not wait for the store of groups: it leaves
 * them here, and one thread counts many of them at once. While the store is away they wait, up to a bound. A crash
 * loses those of a moment, and at the next posting such a member fails again. Thread-safe.
 */
@Singleton
public final class FailureQueue implements Journal {
    /** How many wait at most; what is more is not counted. */
    static final int MAX_WAITING = 10_000;

    private static final int AT_ONCE = 500;

    private final BounceCounter counter;
    private final MetricFactory metrics;
    private final Deque<Failure> waiting = new ArrayDeque<>();

    @Inject
    public FailureQueue(BounceCounter counter, MetricFactory metrics) {
        this.counter = counter;
        this.metrics = metrics;
    }

    @Override
    public void note(DueChunk chunk, Map<Address, Attempt> attempts) {
        List<Failure> failures = FailedCopies.of(chunk, attempts);
        int lost = 0;
        synchronized (waiting) {
            for (Failure failure : failures) {
                if (waiting.size() < MAX_WAITING) {
                    waiting.addLast(failure);
                } else {
                    lost++;
                }
            }
        }
        if (lost > 0) {
            metrics.generate("groupsBouncesLost").add(lost);
        }
    }

    /**
     * Counts all that wait.
     *
     * @throws StoreUnavailableException if the store does not answer; the rest waits
     */
    void count() {
        for (List<Failure> some = take(); !some.isEmpty(); some = take()) {
            try {
                counter.count(some);
            } catch (StoreUnavailableException e) {
                putBack(some);
                throw e;
            }
        }
    }

    private List<Failure> take() {
        List<Failure> some = new ArrayList<>();
        synchronized (waiting) {
            while (some.size() < AT_ONCE && !waiting.isEmpty()) {
                some.add(waiting.removeFirst());
            }
        }
        return some;
    }

    private void putBack(List<Failure> some) {
        synchronized (waiting) {
            for (int i = some.size() - 1; i >= 0; i--) {
                waiting.addFirst(some.get(i));
            }
        }
    }
}
