// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxPathLocker.LockType;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

@Timeout(30)
class MailboxLocksTest {
    private static final MailboxPath INBOX = MailboxPath.inbox(Username.of("ann@a.example"));
    private static final MailboxPath OTHER = MailboxPath.inbox(Username.of("bob@a.example"));

    private final MailboxLocks locks = new MailboxLocks();
    private final ExecutorService threads = Executors.newFixedThreadPool(8);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private <T> Mono<T> locked(MailboxPath path, LockType type, Mono<T> execution) {
        return Mono.from(locks.executeReactiveWithLockReactive(path, execution, type));
    }

    private <T> Mono<T> written(Mono<T> execution) {
        return locked(INBOX, LockType.Write, execution);
    }

    @ParameterizedTest
    @EnumSource(LockType.class)
    void freeLockShouldBeTakenInTheCallingThread(LockType type) {
        assertThat(locked(INBOX, type, Mono.fromSupplier(Thread::currentThread)).block())
                .isSameAs(Thread.currentThread());
    }

    @Test
    void callerShouldNotWaitWhenTheLockIsTaken() {
        Sinks.One<String> first = Sinks.one();
        CompletableFuture<String> one = written(first.asMono()).toFuture();

        CompletableFuture<String> other = written(Mono.just("other")).toFuture();

        assertThat(one).isNotDone();
        assertThat(other).isNotDone();
        first.tryEmitValue("one").orThrow();
        assertThat(one).isCompletedWithValue("one");
        assertThat(other).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("other");
    }

    @Test
    void writersShouldComeOneAfterTheOther() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger visits = new AtomicInteger();
        Runnable visit = () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            visits.incrementAndGet();
            LockSupport.parkNanos(10_000);
            inside.decrementAndGet();
        };

        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            boolean isReactive = i % 2 == 0;
            all.add(threads.submit(() -> isReactive
                    ? written(Mono.fromRunnable(visit)).block()
                    : locks.executeWithLock(INBOX, () -> visited(visit), LockType.Write)));
        }
        for (Future<?> one : all) {
            one.get();
        }

        assertThat(visits).hasValue(400);
        assertThat(most).hasValue(1);
    }

    private static Object visited(Runnable visit) {
        visit.run();
        return "visited";
    }

    @Test
    void holderShouldFindAThreadWhenManyWaitForTheLock() {
        Sinks.One<String> first = Sinks.one();
        written(first.asMono()).subscribe();
        List<CompletableFuture<String>> others = new ArrayList<>();
        for (int i = 0; i < 5 * Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE; i++) {
            others.add(written(Mono.fromSupplier(() -> "done").subscribeOn(Schedulers.boundedElastic()))
                    .toFuture());
        }

        first.tryEmitValue("first").orThrow();

        assertThat(CompletableFuture.allOf(others.toArray(CompletableFuture[]::new)))
                .succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void readersShouldBeThereAtOnceAndWritersAfterThem() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        Mono<Boolean> read = Mono.fromCallable(() -> {
            both.countDown();
            return both.await(10, TimeUnit.SECONDS);
        });

        Future<Boolean> one =
                threads.submit(() -> locked(INBOX, LockType.Read, read).block());
        Future<Boolean> other = threads.submit(() -> locks.executeWithLock(INBOX, read::block, LockType.Read));

        assertThat(one.get()).isTrue();
        assertThat(other.get()).isTrue();
        Sinks.One<String> reading = Sinks.one();
        locked(INBOX, LockType.Read, reading.asMono()).subscribe();
        CompletableFuture<String> writer = written(Mono.just("written")).toFuture();
        assertThat(writer).isNotDone();
        reading.tryEmitValue("read").orThrow();
        assertThat(writer).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void mailboxesShouldNotWaitForOneAnother() {
        Disposable taken = written(Mono.never()).subscribe();

        assertThat(locked(OTHER, LockType.Write, Mono.fromSupplier(Thread::currentThread))
                        .block())
                .isSameAs(Thread.currentThread());

        taken.dispose();
    }

    @Test
    void lockShouldBeFreeWhenItsHolderHasFailedOrGivenUp() throws MailboxException {
        assertThatThrownBy(() ->
                        written(Mono.error(new MailboxException("reactive"))).block())
                .hasRootCauseInstanceOf(MailboxException.class);
        assertThatThrownBy(() -> locks.executeWithLock(
                        INBOX,
                        () -> {
                            throw new MailboxException("direct");
                        },
                        LockType.Write))
                .hasMessage("direct");
        written(Mono.never()).subscribe().dispose();

        assertThat(locks.<String>executeWithLock(INBOX, () -> "free", LockType.Write))
                .isEqualTo("free");
    }
}
