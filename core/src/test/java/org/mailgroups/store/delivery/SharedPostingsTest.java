// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.ChunkResult;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.GroupOutcome;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingChunk;
import org.mailgroups.delivery.PostingStore;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.delivery.Route;
import org.mailgroups.store.GroupStore;
import org.mailgroups.store.Simultaneously;
import org.mailgroups.store.StoreConfiguration;
import org.mailgroups.store.sql.PostgresServer;
import org.mailgroups.value.Address;

/** Two nodes deliver the postings of one database. The clock of one of them is an hour ahead. */
class SharedPostingsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:15:30Z");
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final int CHUNKS = 200;

    private final StoreConfiguration configuration = PostgresServer.newDatabase();
    private final GroupStore here = GroupStore.open(configuration, Clock.fixed(NOW, ZoneOffset.UTC));
    private final GroupStore there =
            GroupStore.open(configuration, Clock.fixed(NOW.plus(Duration.ofHours(1)), ZoneOffset.UTC));

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    private static Posting posting() {
        return new Posting(
                UUID.randomUUID(),
                "key" + UUID.randomUUID(),
                "",
                "",
                "",
                NOW,
                1,
                Set.of(1L),
                List.of(),
                new Route("", "", true),
                "");
    }

    private static List<PostingChunk> chunks() {
        return IntStream.range(0, CHUNKS)
                .mapToObj(number -> new PostingChunk(
                        number,
                        0,
                        false,
                        IntStream.range(0, 5)
                                .mapToObj(i -> Address.parse("m" + i + "@d" + number + ".example"))
                                .toList()))
                .toList();
    }

    private static Attempt delivered() {
        return new Attempt(RecipientState.DELIVERED, "mx", "250 ok", 1, NOW, null);
    }

    private static ChunkResult result(DueChunk chunk) {
        return new ChunkResult(
                chunk.posting().id(),
                chunk.number(),
                chunk.recipients().stream().collect(Collectors.toMap(DueChunk.Due::address, due -> delivered())),
                true);
    }

    @Test
    void twoNodesShouldNeverTakeTheSameChunk() throws InterruptedException {
        Posting first = posting();
        Posting second = posting();
        here.postings().add(first, chunks(), List.of(), 0);
        there.postings().add(second, chunks(), List.of(), 0);
        List<Callable<List<String>>> workers = Stream.of(here, there, here, there, here, there)
                .map(store -> (Callable<List<String>>) () -> deliver(store.postings(), first.id(), second.id()))
                .toList();

        List<Object> outcomes = Simultaneously.run(workers);

        assertThat(outcomes).allMatch(List.class::isInstance);
        List<Object> delivered = outcomes.stream()
                .flatMap(outcome -> ((List<?>) outcome).stream())
                .map(Object.class::cast)
                .toList();
        assertThat(delivered).hasSize(2 * CHUNKS).doesNotHaveDuplicates();
        assertThat(here.postings().settled(List.of(first.id(), second.id()))).hasSize(2);
    }

    private static List<String> deliver(PostingStore postings, UUID first, UUID second) {
        List<String> delivered = new ArrayList<>();
        while (postings.settled(List.of(first, second)).size() < 2) {
            List<DueChunk> some = postings.take(NOW.plus(Duration.ofHours(2)), 20, 7, LEASE);
            some.forEach(chunk -> delivered.add(chunk.posting().id() + " " + chunk.number()));
            postings.record(some.stream().map(SharedPostingsTest::result).toList());
        }
        return delivered;
    }

    @Test
    void chunksOfADeadNodeShouldBeTakenOverWhenTheirLeaseIsOver() {
        Posting posting = posting();
        here.postings().add(posting, chunks(), List.of(), 0);
        Instant due = NOW.plusSeconds(1);
        assertThat(here.postings().take(due, 50, 50, Duration.ofMillis(-1))).hasSize(50);
        assertThat(here.postings().take(due, 150, 150, LEASE)).hasSize(150);

        assertThat(there.postings().take(due, 1000, 1000, LEASE)).hasSize(50);
    }

    @Test
    void nodeShouldNotGiveBackWhatAnotherHasTakenOver() {
        here.postings().add(posting(), chunks(), List.of(), 0);
        Instant due = NOW.plusSeconds(1);
        List<DueChunk> lost = here.postings().take(due, 10, 10, Duration.ofMillis(-1));
        List<DueChunk> won = there.postings().take(due, 1000, 1000, LEASE);
        assertThat(won).hasSize(CHUNKS).extracting(DueChunk::number).containsAll(numbers(lost));

        here.postings().giveBack(lost);
        here.postings().renew(lost, Duration.ofMillis(-1));
        UUID posting = lost.get(0).posting().id();
        here.postings()
                .record(List.of(
                        new ChunkResult(posting, lost.get(0).number(), Map.of(), true),
                        new ChunkResult(posting, lost.get(1).number(), deferred(lost.get(1)), true)));

        assertThat(here.postings().take(due, 1000, 1000, LEASE)).isEmpty();
        there.postings().giveBack(won.subList(0, 10));
        assertThat(here.postings().take(due, 1000, 1000, LEASE)).hasSize(10);
    }

    private static List<Integer> numbers(List<DueChunk> chunks) {
        return chunks.stream().map(DueChunk::number).toList();
    }

    private static Map<Address, Attempt> deferred(DueChunk chunk) {
        return Map.of(
                chunk.recipients().get(0).address(),
                new Attempt(RecipientState.WAITING, "mx", "450 later", 1, NOW, NOW));
    }

    @Test
    void openingShouldLeaveTheLeasesOfOthersAlone() {
        here.postings().add(posting(), chunks(), List.of(), CHUNKS);

        try (GroupStore third = GroupStore.open(configuration, Clock.systemUTC())) {
            assertThat(third.postings().take(NOW.plusSeconds(1), 1000, 1000, LEASE))
                    .isEmpty();
        }
    }

    @Test
    void recipientShouldHaveOneOutcomeWhenBothNodesSayOne() throws InterruptedException {
        Posting posting = posting();
        List<DueChunk> all = here.postings().add(posting, chunks(), List.of(), CHUNKS);
        List<ChunkResult> results = all.stream().map(SharedPostingsTest::result).toList();

        List<Object> outcomes = Simultaneously.run(List.of(
                () -> here.postings().record(results),
                () -> there.postings().record(results),
                () -> here.postings().record(results),
                () -> there.postings().record(results)));

        assertThat(outcomes).filteredOn(Set.of(posting.id())::equals).hasSize(1);
        assertThat(outcomes).filteredOn(Set.of()::equals).hasSize(3);
    }

    @Test
    void bothNodesShouldKnowDecisionsAndBodies() throws IOException {
        GroupOutcome held =
                new GroupOutcome(3, Address.parse("team@example.org"), GroupOutcome.Kind.HELD, "", "It waits", true);
        UUID posting = UUID.randomUUID();

        here.postings().decide("key", List.of(held));
        here.bodies().keep(posting, 0, new ByteArrayInputStream(new byte[] {1, 2, 3}));

        assertThat(there.postings().decisions("key")).containsExactly(held);
        try (InputStream body = there.bodies().open(posting, 0)) {
            assertThat(body.readAllBytes()).containsExactly(1, 2, 3);
        }
    }
}
