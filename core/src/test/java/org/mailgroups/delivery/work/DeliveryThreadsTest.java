// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailgroups.delivery.ChunkResult;
import org.mailgroups.delivery.DeliverySweep;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.GroupOutcome;
import org.mailgroups.delivery.MemoryBodies;
import org.mailgroups.delivery.MemoryPostings;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingChunk;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.delivery.PostingStore;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.delivery.Retention;
import org.mailgroups.delivery.carrier.Answer;
import org.mailgroups.delivery.carrier.Carriers;
import org.mailgroups.value.Address;

class DeliveryThreadsTest {
    private static final Clock CLOCK = Clock.fixed(Postings.RECEIVED, ZoneOffset.UTC);

    private final MemoryPostings store = new MemoryPostings();
    private final MemoryBodies bodies = new MemoryBodies();
    private final ScriptedCarrier carrier = new ScriptedCarrier();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicBoolean wasInterrupted = new AtomicBoolean();
    private Delivery delivery;
    private DeliveryThreads threads;

    private void start(PostingStore postings) {
        delivery = new Delivery(
                postings,
                bodies,
                new Carriers(carrier, carrier, carrier),
                new ScriptedHops(),
                Optional.empty(),
                WorkLimits.of(8, 4, 4),
                RetrySchedule.parse("1 minute", 5, 1),
                (chunk, attempts) -> {},
                CLOCK,
                System::nanoTime);
        threads = DeliveryThreads.start(
                delivery,
                new DeliverySweep(postings, bodies, Retention.usual(Duration.ZERO), CLOCK),
                Duration.ofMillis(100));
    }

    @AfterEach
    void end() {
        end.countDown();
        threads.close();
    }

    private void accept(String key, List<Address> members) {
        Posting posting = Postings.direct(key);
        Postings.keepBody(bodies, posting);
        delivery.accept(posting, Postings.chunks(members, 10), List.of());
    }

    private void hang() {
        try {
            end.await();
        } catch (InterruptedException e) {
            wasInterrupted.set(true);
        }
    }

    private void awaitSettled(int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> store.attempts().values().stream()
                                .filter(attempt -> attempt.state() != RecipientState.WAITING)
                                .count()
                        == count);
    }

    @Test
    void allShouldBeDeliveredOnce() {
        start(store);
        accept("1", Postings.members(500, "far.example"));
        accept("2", Postings.members(500, "near.example"));

        awaitSettled(1_000);

        assertThat(carrier.tries().values()).containsOnly(1);
    }

    @Test
    @Timeout(30)
    void closeShouldEndInTimeAndGiveBackWhenACarrierHangs() {
        carrier.onSend((hop, recipients) -> {
            if (hop.key().contains("stuck")) {
                hang();
            }
            return ScriptedCarrier.all(recipients, Answer.Kind.DELIVERED);
        });
        start(store);
        accept("1", Postings.members(10, "stuck.example"));
        accept("2", Postings.members(100, "far.example"));
        awaitSettled(100);

        threads.close();

        assertThat(wasInterrupted).isFalse();
        assertThat(carrier.aborted()).isEqualTo(1);
        assertThat(store.take(Postings.RECEIVED, 10, 10, Duration.ofMinutes(1)))
                .singleElement()
                .satisfies(chunk -> assertThat(chunk.recipients()).hasSize(10));
    }

    @Test
    @Timeout(30)
    void closeShouldEndInTimeWhenOpeningHangs() {
        carrier.onOpen(hop -> hang());
        start(store);
        accept("1", Postings.members(10, "stuck.example"));
        Awaitility.await().until(() -> !carrier.opened().isEmpty());

        threads.close();
        end.countDown();
        Awaitility.await().until(() -> carrier.stillOpen() == 0);

        assertThat(wasInterrupted).isFalse();
        assertThat(carrier.sent()).as("nothing is begun after the stop").isEmpty();
    }

    @Test
    void clerksShouldGoOnWhenTheStoreBreaks() {
        FaultyPostings faulty = new FaultyPostings(store);
        start(faulty);
        accept("1", Postings.members(50, "far.example"));
        Awaitility.await().until(() -> faulty.failures.get() >= 2);
        assertThat(store.attempts()).isEmpty();

        faulty.isFaulty = false;

        awaitSettled(50);
        accept("2", Postings.members(50, "near.example"));
        awaitSettled(100);
        assertThat(carrier.tries().values()).containsOnly(1);
    }

    /** Fails in a way that nobody has thought of. */
    private static final class FaultyPostings implements PostingStore {
        private final PostingStore inner;
        private final AtomicInteger failures = new AtomicInteger();
        private volatile boolean isFaulty = true;

        FaultyPostings(PostingStore inner) {
            this.inner = inner;
        }

        private void check() {
            if (isFaulty) {
                failures.incrementAndGet();
                throw new IllegalStateException("a bug of the store");
            }
        }

        @Override
        public boolean isShared() {
            return false;
        }

        @Override
        public List<GroupOutcome> decisions(String key) {
            return inner.decisions(key);
        }

        @Override
        public void decide(String key, Collection<GroupOutcome> outcomes) {
            inner.decide(key, outcomes);
        }

        @Override
        public List<DueChunk> add(
                Posting posting, List<PostingChunk> chunks, Collection<GroupOutcome> outcomes, int taken) {
            return inner.add(posting, chunks, outcomes, taken);
        }

        @Override
        public Optional<PostingCopy> copy(UUID posting, int number) {
            return inner.copy(posting, number);
        }

        @Override
        public PostingCopy addCopy(UUID posting, PostingCopy copy) {
            return inner.addCopy(posting, copy);
        }

        @Override
        public void acted(String key, long group) {
            inner.acted(key, group);
        }

        @Override
        public void recipients(String key, Consumer<List<Address>> part) {
            inner.recipients(key, part);
        }

        @Override
        public List<DueChunk> take(Instant now, int most, int mostOfOne, Duration lease) {
            check();
            return inner.take(now, most, mostOfOne, lease);
        }

        @Override
        public void renew(Collection<DueChunk> chunks, Duration lease) {
            inner.renew(chunks, lease);
        }

        @Override
        public void giveBack(Collection<DueChunk> chunks) {
            inner.giveBack(chunks);
        }

        @Override
        public Set<UUID> record(Collection<ChunkResult> results) {
            check();
            return inner.record(results);
        }

        @Override
        public Set<UUID> settled(Collection<UUID> postings) {
            check();
            return inner.settled(postings);
        }

        @Override
        public void sweep(Instant now, Retention retention) {
            inner.sweep(now, retention);
        }
    }
}
