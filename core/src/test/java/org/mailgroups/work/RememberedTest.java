// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mailgroups.value.StoreUnavailableException;

class RememberedTest {
    private static final Duration TIME = Duration.ofMinutes(1);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final AtomicInteger works = new AtomicInteger();
    private boolean isDown;

    private final Remembered<Integer> remembered = new Remembered<>(TIME, nanos::get, this::work);

    private int work() {
        int number = works.incrementAndGet();
        if (isDown) {
            throw new StoreUnavailableException("down for a test", null);
        }
        return number;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void getShouldWorkOnceInAWhile() {
        for (int i = 0; i < 100; i++) {
            assertThat(remembered.get()).isEqualTo(1);
        }
        pass(TIME.minusNanos(1));
        assertThat(remembered.get()).isEqualTo(1);

        pass(Duration.ofNanos(1));

        assertThat(remembered.get()).isEqualTo(2);
    }

    @Test
    void getShouldRememberAFailureForAShorterTime() {
        isDown = true;
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(remembered::get).isInstanceOf(StoreUnavailableException.class);
        }
        assertThat(works).hasValue(1);

        isDown = false;
        pass(Remembered.FAILURE);

        assertThat(remembered.get()).isEqualTo(2);
    }

    @Test
    void timeShouldCountFromTheEndOfTheWork() {
        Remembered<Integer> slow = new Remembered<>(TIME, nanos::get, () -> {
            pass(TIME.multipliedBy(2));
            return work();
        });

        slow.get();
        slow.get();

        assertThat(works).hasValue(1);
    }

    @Test
    void getShouldWorkOnceForManyCallersAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> calls = Stream.<Callable<Integer>>generate(() -> remembered::get)
                    .limit(100)
                    .toList();
            for (Future<Integer> result : threads.invokeAll(calls)) {
                assertThat(result.get()).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
