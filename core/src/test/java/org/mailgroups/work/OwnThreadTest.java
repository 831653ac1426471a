// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnThreadTest {
    private final Cancellation cancellation = new Cancellation();

    @AfterEach
    void clear() {
        Thread.interrupted();
    }

    @Test
    void runShouldReturnTheResult() throws InterruptedException {
        Thread caller = Thread.currentThread();

        Thread worker = OwnThread.run("work", cancellation, Thread::currentThread);

        assertThat(worker).isNotSameAs(caller);
        assertThat(worker.getName()).isEqualTo("work");
    }

    @Test
    void interruptShouldReachTheWorkAsACancellationOnly() {
        Thread.currentThread().interrupt();
        AtomicBoolean wasInterrupted = new AtomicBoolean();

        assertThatThrownBy(() -> OwnThread.run("work", cancellation, () -> {
                    try {
                        while (true) {
                            cancellation.checkFor(Duration.ofMinutes(1));
                        }
                    } finally {
                        wasInterrupted.set(Thread.currentThread().isInterrupted());
                    }
                }))
                .isInstanceOf(InterruptedException.class);

        assertThat(wasInterrupted).isFalse();
    }

    @Test
    void runShouldTellOfTheInterruptAfterWorkThatEndedAllTheSame() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> OwnThread.run("work", cancellation, () -> "done"))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void runShouldWaitForTheEndOfTheWorkHoweverOftenItIsInterrupted() {
        Thread caller = Thread.currentThread();
        AtomicBoolean ended = new AtomicBoolean();

        assertThatThrownBy(() -> OwnThread.run("work", cancellation, () -> {
                    for (int i = 0; i < 1000; i++) {
                        caller.interrupt();
                    }
                    ended.set(true);
                    return "done";
                }))
                .isInstanceOf(InterruptedException.class);

        assertThat(ended).isTrue();
    }

    @Test
    void exceptionShouldPassAsItIs() {
        IllegalArgumentException reason = new IllegalArgumentException("no");

        assertThatThrownBy(() -> OwnThread.run("work", cancellation, () -> {
                    throw reason;
                }))
                .isSameAs(reason);
    }

    @Test
    void errorOfTheJvmShouldBecomeAnExceptionWithTheErrorAsCause() {
        for (Error error : new Error[] {new OutOfMemoryError(), new StackOverflowError(), new NoClassDefFoundError()}) {
            assertThatThrownBy(() -> OwnThread.run("work", cancellation, () -> {
                        throw error;
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasCause(error);
        }
    }
}
