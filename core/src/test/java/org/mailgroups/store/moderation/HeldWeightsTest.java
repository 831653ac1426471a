// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeldWeightsTest {
    private static final long BOUND = 1_000_000;

    private final HeldWeights weights = new HeldWeights();
    private final AtomicInteger sums = new AtomicInteger();
    private final AtomicLong waiting = new AtomicLong();

    private boolean reaches() {
        return weights.reaches(1, BOUND, () -> {
            sums.incrementAndGet();
            return waiting.get();
        });
    }

    private void add(long bytes) {
        waiting.addAndGet(bytes);
        weights.added(1, bytes);
    }

    @Test
    void reachesShouldSumUpRarelyAndStopAtTheBound() {
        int added = 0;
        while (!reaches()) {
            add(100);
            added++;
        }

        assertThat(added).isEqualTo(10_000);
        assertThat(sums).hasValueLessThan(30);
    }

    @Test
    void reachesShouldSeeThatThereIsRoomAgain() {
        add(BOUND);
        assertThat(reaches()).isTrue();

        waiting.set(10);

        assertThat(reaches()).isFalse();
    }

    @Test
    void addedShouldNotWaitForASumAndTheNextCallShouldCountIt() {
        weights.reaches(1, BOUND, () -> {
            CompletableFuture.runAsync(() -> weights.added(1, BOUND))
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
            return 0;
        });
        waiting.set(BOUND);

        assertThat(reaches()).isTrue();
    }

    @Test
    void reachesShouldTellOtherGroupsApart() {
        add(BOUND);

        assertThat(reaches()).isTrue();
        assertThat(weights.reaches(2, BOUND, () -> 0)).isFalse();
    }
}
