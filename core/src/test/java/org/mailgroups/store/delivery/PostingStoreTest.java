// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.ChunkResult;
import org.mailgroups.delivery.CopyForm;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.GroupOutcome;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingChunk;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.delivery.PostingStore;
import org.mailgroups.delivery.PostingSummary;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.delivery.Retention;
import org.mailgroups.delivery.Route;
import org.mailgroups.store.Simultaneously;
import org.mailgroups.store.StoreDatabase;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;
import org.mailgroups.value.WrongStateException;

/** The promises of {@link PostingStore}. */
class PostingStoreTest extends PostingContract {
    private static final Instant LATER = NOW.plusSeconds(900);

    @Nested
    class Adding {
        @Test
        void takeShouldGiveBackWhatWasAdded() {
            Posting posting = posting();
            List<PostingChunk> chunks = chunks(3);

            assertThat(postings.add(posting, chunks, List.of(taken(GROUP)), 0)).isEmpty();

            List<DueChunk> due = takeAll();
            assertThat(due).extracting(DueChunk::number).containsExactly(0, 1, 2);
            assertThat(due).extracting(DueChunk::local).containsExactly(false, true, false);
            assertThat(due).allSatisfy(chunk -> {
                assertThat(chunk.posting()).usingRecursiveComparison().isEqualTo(posting);
                assertThat(chunk.recipients())
                        .extracting(DueChunk.Due::address)
                        .containsExactlyElementsOf(chunks.get(chunk.number()).recipients());
                assertThat(chunk.recipients()).allMatch(recipient -> recipient.attempts() == 0);
            });
        }

        @Test
        void addShouldTakeTheFirstChunksForThisNode() {
            List<PostingChunk> chunks = chunks(5);

            List<DueChunk> first = postings.add(posting(), chunks, List.of(taken(GROUP)), 3);

            assertThat(first).extracting(DueChunk::number).containsExactly(0, 1, 2);
            assertThat(first.get(2).recipients())
                    .extracting(DueChunk.Due::address)
                    .containsExactlyElementsOf(chunks.get(2).recipients());
            assertThat(takeAll()).extracting(DueChunk::number).containsExactly(3, 4);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 499, 500, 501, 998, 999, 1000, 1001, 2500})
        void addShouldWriteAnyNumberOfChunks(int count) {
            Posting posting = posting();

            postings.add(posting, chunks(count, 1), List.of(taken(GROUP)), 2);

            assertThat(row(posting)).isEqualTo("waiting " + count + " 0 0 0");
            assertThat(number("SELECT COUNT(*) FROM posting_chunk WHERE posting_id = '" + posting.id() + "'"))
                    .isEqualTo(count);
        }

        @Test
        void addShouldKeepManyGroupsAndCopies() {
            Long[] groups = IntStream.range(0, 1200).mapToObj(Long::valueOf).toArray(Long[]::new);
            Posting posting = posting(key, groups);

            postings.add(
                    posting,
                    chunks(1),
                    Stream.of(groups).map(PostingContract::taken).toList(),
                    0);

            assertThat(takeAll().get(0).posting().groups()).isEqualTo(posting.groups());
            assertThat(postings.decisions(key)).hasSize(1200);
        }

        @Test
        void recipientsWhoAreLeftOutShouldBeKeptAndNeverTried() {
            Posting posting = posting();
            List<PostingChunk> chunks = List.of(
                    new PostingChunk(0, 0, true, List.of(at("ann"))),
                    new PostingChunk(1, 0, true, List.of(at("bob"), at("eve")), RecipientState.EXCLUDED),
                    new PostingChunk(2, 0, true, List.of(at("zoe")), RecipientState.SUSPENDED));

            List<DueChunk> first = postings.add(posting, chunks, List.of(taken(GROUP)), 3);

            assertThat(first).extracting(DueChunk::number).containsExactly(0);
            assertThat(postings.take(LATER, MANY, MANY, LEASE)).isEmpty();
            assertThat(row(posting)).isEqualTo("waiting 1 0 0 0");
            assertThat(postings.record(List.of(result(first.get(0), delivered(1)))))
                    .containsExactly(posting.id());
            assertThat(store.postingReading().find(posting.id()).orElseThrow().recipients())
                    .isEqualTo(new PostingSummary.Recipients(0, 1, 0, 0, 1, 2));
        }

        @Test
        void recipientsShouldBeThoseWhoWereNotLeftOut() {
            List<Address> served = new ArrayList<>();
            postings.add(
                    posting(),
                    List.of(
                            new PostingChunk(0, 0, true, List.of(at("ann"))),
                            new PostingChunk(1, 0, true, List.of(at("bob")), RecipientState.EXCLUDED)),
                    List.of(taken(GROUP)),
                    0);

            postings.recipients(key, served::addAll);

            assertThat(served).containsExactly(at("ann"));
        }

        @Test
        void postingOfWhichAllAreLeftOutShouldBeSettled() {
            Posting posting = posting();

            postings.add(
                    posting,
                    List.of(new PostingChunk(0, 0, true, List.of(at("bob")), RecipientState.EXCLUDED)),
                    List.of(taken(GROUP)),
                    1);

            assertThat(row(posting)).isEqualTo("done 0 0 0 0");
            assertThat(postings.settled(List.of(posting.id()))).containsExactly(posting.id());
        }

        @ParameterizedTest
        @EnumSource(
                value = RecipientState.class,
                names = {"DELIVERED", "HANDED_OVER", "FAILED"})
        void chunkShouldBeRefusedWhenItsRecipientsHaveAnOutcome(RecipientState state) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new PostingChunk(0, 0, true, List.of(at("bob")), state));
        }

        @Test
        void postingWithoutRecipientsShouldBeSettled() {
            Posting posting = posting();

            postings.add(posting, List.of(), List.of(taken(GROUP)), 5);

            assertThat(row(posting)).isEqualTo("done 0 0 0 0");
            assertThat(postings.settled(List.of(posting.id()))).containsExactly(posting.id());
        }

        @Test
        void oddTextShouldBeKept() {
            Posting odd = new Posting(
                    UUID.randomUUID(),
                    "k\u0000" + "k".repeat(5000) + '\uD800',
                    "\u0000",
                    "\uD83D\uDE00".repeat(500),
                    "<" + "\u0000x".repeat(500),
                    NOW,
                    Long.MAX_VALUE,
                    Set.of(),
                    List.of(),
                    new Route("", "", false),
                    "{\"\u0000\":\"\uFFFF\"}".repeat(1000));

            postings.add(odd, List.of(), List.of(), 0);
            postings.decide(odd.key(), List.of(taken(3)));

            assertThat(postings.decisions(odd.key())).containsExactly(taken(3));
            assertThat(rows("SELECT state FROM posting WHERE id = '" + odd.id() + "'"))
                    .containsExactly("done");
        }

        @Test
        void anyReplyShouldBeKept() {
            Posting posting = add(1);
            Attempt odd = new Attempt(
                    RecipientState.FAILED,
                    "mx\u0000".repeat(500),
                    "5\uD83D\uDE00".repeat(500) + '\uD83D',
                    Integer.MAX_VALUE,
                    NOW,
                    null);

            assertThat(postings.record(List.of(result(takeAll().get(0), odd)))).containsExactly(posting.id());
        }
    }

    @Nested
    class Visibility {
        /** Ends a thread's work in the middle, so that it cannot tidy up either. */
        private Posting unfinished() {
            Posting posting = posting();
            int[] statements = {0};
            database.beforeEachStatementOfThisThread(() -> {
                if (++statements[0] > 6) {
                    throw new IllegalStateException("crash");
                }
            });
            try {
                assertThatThrownBy(() -> postings.add(posting, chunks(3000, 1), List.of(taken(GROUP)), 5))
                        .hasMessageContaining("crash");
            } finally {
                database.letThisThreadBe();
            }
            return posting;
        }

        @Test
        void postingShouldNotBeSeenWhenItsLastPartIsMissing() {
            Posting posting = unfinished();

            assertThat(row(posting)).startsWith("writing");
            assertThat(rowsOf("posting_chunk")).isPositive();
            assertThat(takeAll()).isEmpty();
            assertThat(postings.decisions(key)).isEmpty();
            List<Address> recipients = new ArrayList<>();
            postings.recipients(key, recipients::addAll);
            assertThat(recipients).isEmpty();
            assertThat(postings.settled(List.of(posting.id()))).isEmpty();
        }

        @Test
        void partsShouldBeSweptWhenNoneHasComeForAnHour() {
            Posting posting = unfinished();

            postings.sweep(NOW.plus(Duration.ofHours(1)), RETENTION);
            assertThat(row(posting)).startsWith("writing");

            postings.sweep(NOW.plus(Duration.ofHours(1)).plusMillis(1), RETENTION);
            assertThat(rowsOf("posting")).isZero();
            assertThat(rowsOf("posting_chunk")).isZero();
            assertThat(rowsOf("posting_copy")).isZero();
            assertThat(rowsOf("posting_group")).isZero();
            assertThat(postings.settled(List.of(posting.id()))).containsExactly(posting.id());
        }

        @Test
        void sameMessageShouldBeAddedAgainWhenItFailed() {
            unfinished();

            postings.add(posting(), chunks(3), List.of(taken(GROUP)), 0);

            assertThat(takeAll()).hasSize(3);
            List<Address> recipients = new ArrayList<>();
            postings.recipients(key, recipients::addAll);
            assertThat(recipients).hasSize(30);
        }

        @Test
        void addShouldFailWhenItsPartsWereSweptMeanwhile() {
            Posting posting = posting();
            int[] statements = {0};
            database.beforeEachStatementOfThisThread(() -> {
                // The first transaction writes the posting, its group, its copy and some chunks.
                if (++statements[0] == 5) {
                    execute("UPDATE posting SET state = 'removed' WHERE id = '" + posting.id() + "'");
                }
            });
            try {
                assertThatThrownBy(() -> postings.add(posting, chunks(3000, 1), List.of(taken(GROUP)), 0))
                        .isInstanceOf(StoreUnavailableException.class);
            } finally {
                database.letThisThreadBe();
            }

            assertThat(takeAll()).isEmpty();
            assertThat(postings.decisions(key)).isEmpty();
            postings.sweep(NOW, RETENTION);
            assertThat(rowsOf("posting_chunk")).isZero();
        }
    }

    @Nested
    class Deciding {
        private final GroupOutcome refused =
                new GroupOutcome(8, TEAM, GroupOutcome.Kind.REFUSED, "SENDER", "Ann may not post", false);
        private final GroupOutcome held = new GroupOutcome(9, TEAM, GroupOutcome.Kind.HELD, "", "It waits", true);

        @Test
        void decisionsShouldComeBack() {
            assertThat(postings.decisions(key)).isEmpty();

            postings.decide(key, List.of(held, refused));

            assertThat(postings.decisions(key)).containsExactly(refused, held);
            assertThat(postings.decisions(key + "2")).isEmpty();
        }

        @Test
        void groupShouldKeepItsFirstDecision() {
            postings.decide(key, List.of(refused));

            postings.decide(key, List.of(taken(8), held));

            assertThat(postings.decisions(key)).containsExactly(refused, held);
        }

        @Test
        void actedShouldBeRemembered() {
            postings.decide(key, List.of(refused));

            postings.acted(key, 8);

            assertThat(postings.decisions(key)).singleElement().matches(GroupOutcome::done);
        }

        @Test
        void addShouldWriteDecisionsOfAllKinds() {
            postings.add(posting(), chunks(1), List.of(taken(GROUP), refused, held), 0);

            assertThat(postings.decisions(key)).containsExactly(taken(GROUP), refused, held);
        }

        @Test
        void addShouldComeAfterADecisionToTake() {
            GroupOutcome before = new GroupOutcome(GROUP, TEAM, GroupOutcome.Kind.TAKEN, "", "", false);
            postings.decide(key, List.of(before, refused));

            postings.add(posting(), chunks(1), List.of(taken(GROUP), held, refused), 0);

            assertThat(postings.decisions(key)).containsExactly(taken(GROUP), refused, held);
            assertThat(takeAll()).hasSize(1);
        }

        @Test
        void addShouldChangeNothingWhenAGroupHasAPostingOfTheMessage() {
            postings.add(posting(), chunks(1), List.of(taken(GROUP)), 0);

            assertThatThrownBy(() -> postings.add(posting(), chunks(2), List.of(held, taken(GROUP)), 0))
                    .isInstanceOf(WrongStateException.class);

            assertThat(takeAll()).hasSize(1);
            assertThat(postings.decisions(key)).containsExactly(taken(GROUP));
            assertThat(rowsOf("posting")).isOne();
        }

        @Test
        void addShouldChangeNothingWhenAGroupHasRefusedBefore() {
            postings.decide(key, List.of(refused));

            assertThatThrownBy(() -> postings.add(posting(key, 8L), chunks(2), List.of(taken(8)), 0))
                    .isInstanceOf(WrongStateException.class);

            assertThat(takeAll()).isEmpty();
        }

        @Test
        void secondGroupShouldGetAPostingOfItsOwn() {
            postings.add(posting(), chunks(1), List.of(taken(GROUP)), 0);
            postings.add(posting(key, 8L), chunks(2), List.of(taken(8)), 0);

            assertThat(takeAll()).hasSize(3);
            assertThat(postings.decisions(key)).containsExactly(taken(GROUP), taken(8));
        }

        @Test
        void oneDecisionShouldWinWhenManyAreMadeAtOnce() throws InterruptedException {
            List<Callable<Object>> calls = IntStream.range(0, 8)
                    .mapToObj(i -> (Callable<Object>) () -> {
                        postings.decide(key, decisionsOf(i));
                        return postings.decisions(key);
                    })
                    .toList();

            List<Object> seen = Simultaneously.run(calls);

            List<GroupOutcome> after = postings.decisions(key);
            assertThat(after).hasSize(20);
            assertThat(seen).allSatisfy(outcomes -> assertThat(outcomes).isEqualTo(after));
        }

        private List<GroupOutcome> decisionsOf(int caller) {
            return IntStream.range(0, 20)
                    .mapToObj(i -> new GroupOutcome(
                            caller % 2 == 0 ? i : 19 - i,
                            TEAM,
                            GroupOutcome.Kind.HELD,
                            "",
                            "as " + caller + " says",
                            true))
                    .toList();
        }

        @Test
        void onePostingShouldWinWhenManyAreAddedAtOnce() throws InterruptedException {
            Callable<Object> adding = () -> postings.add(posting(), chunks(2), List.of(taken(GROUP), taken(8)), 0);

            List<Object> outcomes =
                    Simultaneously.run(Stream.generate(() -> adding).limit(6).toList());

            assertThat(outcomes).filteredOn(List.class::isInstance).hasSize(1);
            assertThat(outcomes)
                    .filteredOn(WrongStateException.class::isInstance)
                    .hasSize(5);
            assertThat(takeAll()).hasSize(2);
        }
    }

    @Nested
    class Taking {
        @Test
        void chunkShouldBeTakenOnce() {
            add(3);

            assertThat(takeAll()).hasSize(3);
            assertThat(takeAll()).isEmpty();
        }

        @Test
        void chunkShouldBeTakenAgainWhenItsLeaseIsOver() {
            add(2);

            assertThat(postings.take(NOW, MANY, MANY, Duration.ofMillis(-1))).hasSize(2);
            assertThat(takeAll()).hasSize(2);
        }

        @Test
        void chunkShouldBeTakenAgainWhenItWasGivenBack() {
            add(3);
            List<DueChunk> taken = takeAll();

            postings.giveBack(taken.subList(1, 3));

            assertThat(takeAll()).extracting(DueChunk::number).containsExactly(1, 2);
        }

        @Test
        void renewShouldKeepWhatIsTaken() {
            add(2);
            List<DueChunk> taken = postings.take(NOW, MANY, MANY, Duration.ofMillis(-1));

            postings.renew(taken.subList(0, 1), LEASE);

            assertThat(takeAll()).extracting(DueChunk::number).containsExactly(1);
        }

        @Test
        void takeShouldGiveNoMoreThanWanted() {
            Posting posting = add(30);

            assertThat(postings.take(NOW, 7, 100, LEASE)).hasSize(7);
            assertThat(postings.take(NOW, 100, 8, LEASE))
                    .hasSize(8)
                    .allMatch(chunk -> chunk.posting().id().equals(posting.id()));
            assertThat(postings.take(NOW, 0, 100, LEASE)).isEmpty();
            assertThat(postings.take(NOW, 100, 100, LEASE)).hasSize(15);
        }

        @Test
        void postingsShouldTakeTurns() {
            List<UUID> all =
                    Stream.generate(() -> add(6)).limit(5).map(Posting::id).toList();

            Map<UUID, Integer> chunks = new HashMap<>();
            List<Set<UUID>> rounds = new ArrayList<>();
            for (int call = 0; call < 5; call++) {
                List<DueChunk> taken = postings.take(NOW, 6, 2, LEASE);
                taken.forEach(chunk -> chunks.merge(chunk.posting().id(), 1, Integer::sum));
                rounds.add(Set.copyOf(
                        taken.stream().map(chunk -> chunk.posting().id()).toList()));
            }

            // Five calls of three postings each: everybody had three turns of two chunks.
            assertThat(rounds).allMatch(round -> round.size() == 3);
            assertThat(chunks.keySet()).containsExactlyInAnyOrderElementsOf(all);
            assertThat(chunks.values()).containsOnly(6);
        }

        @Test
        void newPostingShouldNotWaitForALargeOne() {
            add(200);
            assertThat(postings.take(NOW, 10, 5, LEASE)).hasSize(5);
            Posting small = add(1);

            assertThat(postings.take(NOW, 10, 5, LEASE))
                    .anyMatch(chunk -> chunk.posting().id().equals(small.id()));
        }

        @Test
        void deferredRecipientsShouldBeTakenWhenTheyAreDue() {
            add(1);
            DueChunk chunk = takeAll().get(0);
            postings.record(List.of(result(chunk, deferred(LATER), 2, 4)));

            List<DueChunk> now = takeAll();
            assertThat(now.get(0).recipients()).hasSize(8).allMatch(due -> due.attempts() == 0);
            postings.giveBack(now);

            List<DueChunk> later = postings.take(LATER, MANY, MANY, LEASE);
            assertThat(later.get(0).recipients()).hasSize(10);
            assertThat(later.get(0).recipients())
                    .filteredOn(due -> due.attempts() == 1)
                    .hasSize(2);
            postings.record(List.of(result(now.get(0), delivered(1))));

            assertThat(postings.take(LATER.minusMillis(1), MANY, MANY, LEASE)).isEmpty();
            List<DueChunk> rest = postings.take(LATER, MANY, MANY, LEASE);
            assertThat(rest).singleElement().satisfies(due -> assertThat(due.recipients())
                    .extracting(recipient -> recipient.address())
                    .containsExactlyElementsOf(chunk.recipients().subList(2, 4).stream()
                            .map(DueChunk.Due::address)
                            .toList()));
        }

        @Test
        void eachChunkShouldBeTakenOnceWhenManyTakeAtOnce() throws InterruptedException {
            Posting one = add(150);
            Posting two = add(150);
            Callable<List<DueChunk>> taking = () -> {
                List<DueChunk> all = new ArrayList<>();
                List<DueChunk> some;
                do {
                    some = postings.take(NOW, 10, 5, LEASE);
                    all.addAll(some);
                    postings.record(some.stream()
                            .map(chunk -> result(chunk, delivered(1)))
                            .toList());
                } while (!some.isEmpty() || !row(one).startsWith("done") || !row(two).startsWith("done"));
                return all;
            };

            List<Object> outcomes =
                    Simultaneously.run(Stream.generate(() -> taking).limit(6).toList());

            assertThat(outcomes).allMatch(List.class::isInstance);
            List<Object> chunks = outcomes.stream()
                    .flatMap(outcome -> ((List<?>) outcome).stream())
                    .map(Object.class::cast)
                    .toList();
            assertThat(chunks).hasSize(300);
            assertThat(row(one)).isEqualTo("done 0 1500 0 0");
            assertThat(row(two)).isEqualTo("done 0 1500 0 0");
        }
    }

    @Nested
    class Recording {
        @Test
        void resultShouldTakeOneRowWhenAllRecipientsHaveTheSame() {
            Posting posting = add(2);
            List<DueChunk> taken = takeAll();

            assertThat(postings.record(List.of(result(taken.get(0), delivered(1)))))
                    .isEmpty();

            assertThat(row(posting)).isEqualTo("waiting 10 10 0 0");
            assertThat(rowsOf("posting_recipient")).isZero();
            assertThat(postings.record(List.of(result(taken.get(1), delivered(1)))))
                    .containsExactly(posting.id());
            assertThat(row(posting)).isEqualTo("done 0 20 0 0");
            assertThat(postings.settled(List.of(posting.id(), new UUID(1, 2))))
                    .containsExactlyInAnyOrder(posting.id(), new UUID(1, 2));
        }

        @Test
        void recipientShouldHaveARowWhenTheOutcomeDiffers() {
            Posting posting = add(1);
            DueChunk chunk = takeAll().get(0);
            Map<Address, Attempt> attempts = new LinkedHashMap<>();
            chunk.recipients().forEach(due -> attempts.put(due.address(), delivered(1)));
            attempts.put(chunk.recipients().get(3).address(), failed("550 5.1.1 unknown"));
            attempts.put(chunk.recipients().get(9).address(), deferred(LATER));

            assertThat(postings.record(List.of(result(chunk, attempts)))).isEmpty();

            assertThat(row(posting)).isEqualTo("waiting 1 8 0 1");
            assertThat(rowsOf("posting_recipient")).isEqualTo(2);
            DueChunk again = postings.take(LATER, MANY, MANY, LEASE).get(0);
            assertThat(again.recipients())
                    .containsExactly(new DueChunk.Due(chunk.recipients().get(9).address(), 1));
            assertThat(postings.record(List.of(result(again, delivered(2))))).containsExactly(posting.id());
            assertThat(row(posting)).isEqualTo("failed 0 9 0 1");
        }

        @Test
        void partsOfAChunkShouldBecomeOneRowAgain() {
            Posting posting = add(1);
            DueChunk chunk = takeAll().get(0);

            postings.record(List.of(result(chunk, delivered(1), 0, 4)));
            assertThat(rowsOf("posting_recipient")).isEqualTo(4);
            postings.record(List.of(result(chunk, delivered(1), 4, 8)));
            assertThat(rowsOf("posting_recipient")).isEqualTo(2);
            assertThat(postings.record(List.of(result(chunk, delivered(1), 8, 10))))
                    .containsExactly(posting.id());

            assertThat(rowsOf("posting_recipient")).isZero();
            assertThat(row(posting)).isEqualTo("done 0 10 0 0");
        }

        @Test
        void settledRecipientShouldNotWaitAgain() {
            Posting posting = add(1);
            DueChunk chunk = takeAll().get(0);
            postings.record(List.of(result(chunk, delivered(1), 0, 5)));

            postings.record(List.of(result(chunk, deferred(LATER))));
            assertThat(row(posting)).isEqualTo("waiting 5 5 0 0");
            postings.record(List.of(result(chunk, failed("550 no"))));
            assertThat(row(posting)).isEqualTo("failed 0 5 0 5");

            assertThat(postings.record(List.of(result(chunk, deferred(NOW))))).isEmpty();
            assertThat(row(posting)).isEqualTo("failed 0 5 0 5");
            assertThat(postings.take(LATER, MANY, MANY, LEASE)).isEmpty();
        }

        @Test
        void recordShouldChangeNothingWhenTheSameComesAgain() {
            Posting posting = add(1);
            ChunkResult result = result(takeAll().get(0), delivered(1), 0, 3);
            postings.record(List.of(result));
            List<String> rows = rows("SELECT * FROM posting_recipient ORDER BY place");

            postings.record(List.of(result, result));

            assertThat(row(posting)).isEqualTo("waiting 7 3 0 0");
            assertThat(rows("SELECT * FROM posting_recipient ORDER BY place")).isEqualTo(rows);
        }

        @Test
        void recordShouldKeepTheChunkWhenItsResultIsNotTheLast() {
            add(1);
            DueChunk chunk = takeAll().get(0);
            ChunkResult last = result(chunk, delivered(1), 0, 3);

            postings.record(List.of(new ChunkResult(last.posting(), last.number(), last.attempts(), false)));
            assertThat(takeAll()).isEmpty();

            postings.record(List.of(last));
            assertThat(takeAll())
                    .singleElement()
                    .matches(due -> due.recipients().size() == 7);
        }

        @Test
        void recordShouldWriteResultsOfAnyNumberAndKind() {
            Posting posting = posting();
            postings.add(posting, chunks(60, 100), List.of(taken(GROUP)), 0);
            List<DueChunk> chunks = takeAll();
            List<ChunkResult> results = chunks.stream()
                    .map(chunk -> {
                        Map<Address, Attempt> attempts = new HashMap<>();
                        for (int i = 0; i < chunk.recipients().size(); i++) {
                            attempts.put(chunk.recipients().get(i).address(), failed("550 no " + i));
                        }
                        return result(chunk, attempts);
                    })
                    .toList();

            assertThat(postings.record(results)).containsExactly(posting.id());

            assertThat(row(posting)).isEqualTo("failed 0 0 0 6000");
            assertThat(rowsOf("posting_recipient")).isEqualTo(60 * 99);
        }

        @Test
        void recordShouldTellOfEachPostingThatIsSettled() {
            List<UUID> all =
                    Stream.generate(() -> add(1)).limit(20).map(Posting::id).toList();

            assertThat(postings.record(takeAll().stream()
                            .map(chunk -> result(chunk, delivered(1)))
                            .toList()))
                    .containsExactlyInAnyOrderElementsOf(all);
        }

        @Test
        void recordShouldRefuseAResultAboutAStranger() {
            add(1);
            DueChunk chunk = takeAll().get(0);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> postings.record(List.of(result(chunk, mapOf(at("stranger"), delivered(1))))));
        }

        @Test
        void recordShouldPassOverAPostingThatIsGone() {
            assertThat(postings.record(
                            List.of(new ChunkResult(UUID.randomUUID(), 0, mapOf(at("ann"), delivered(1)), true))))
                    .isEmpty();
        }

        @Test
        void countsShouldBeRightWhenManyRecordAtOnce() throws InterruptedException {
            Posting posting = add(64);
            List<DueChunk> taken = takeAll();
            List<Callable<Set<UUID>>> calls = IntStream.range(0, 8)
                    .mapToObj(i -> (Callable<Set<UUID>>) () -> postings.record(IntStream.range(0, 16)
                            .mapToObj(j -> taken.get((i * 8 + (i % 2 == 0 ? j : 15 - j)) % 64))
                            .map(chunk -> result(chunk, i % 2 == 0 ? delivered(1) : failed("550 no")))
                            .toList()))
                    .toList();

            List<Object> outcomes = Simultaneously.run(calls);

            assertThat(outcomes).allMatch(Set.class::isInstance);
            assertThat(outcomes).filteredOn(Set.of(posting.id())::equals).hasSize(1);
            assertThat(number("SELECT delivered + failed FROM posting WHERE id = '" + posting.id() + "'"))
                    .isEqualTo(640);
            assertThat(row(posting)).startsWith("failed 0 ");
        }

        @Test
        void headersShouldGoWhenNobodyWaits() {
            Posting posting = add(1);
            assertThat(headerOctets(posting)).isPositive();

            postings.record(List.of(result(takeAll().get(0), delivered(1))));

            assertThat(headerOctets(posting)).isZero();
        }

        private int headerOctets(Posting posting) {
            try (var connection = database.dataSource().getConnection();
                    var statement = connection.createStatement();
                    var row = statement.executeQuery(
                            "SELECT header FROM posting_copy WHERE posting_id = '" + posting.id() + "'")) {
                row.next();
                return row.getBytes(1).length;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void headersShouldBeReadOnceForAllChunksOfAPosting() {
        Posting posting = add(5);
        List<DueChunk> first = postings.take(NOW, 2, 2, LEASE);
        execute("UPDATE posting_copy SET number = number + 7 WHERE posting_id = '" + posting.id() + "'");

        List<DueChunk> rest = takeAll();

        assertThat(rest).hasSize(3);
        assertThat(rest)
                .allMatch(chunk ->
                        chunk.content().header() == first.get(0).content().header());
    }

    @Test
    void othersShouldBeTakenWhenARowIsDamaged() {
        Posting damaged = add(3);
        add(2);
        execute("UPDATE posting_chunk SET recipients = 'no address at all' WHERE number = 1 AND posting_id = '"
                + damaged.id() + "'");

        assertThat(takeAll()).hasSize(4);
        assertThat(takeAll()).as("nobody takes it again at once").isEmpty();
    }

    @Nested
    class Sweeping {
        @Test
        void settledPostingShouldGoAfterItsTime() {
            Posting posting = posting();
            postings.add(posting, chunks(1200, 1), List.of(taken(GROUP)), 0);
            postings.record(
                    takeAll().stream().map(chunk -> result(chunk, delivered(1))).toList());
            postings.record(takeAll().stream()
                    .map(chunk -> result(chunk, failed("550 " + chunk.number())))
                    .toList());
            assertThat(row(posting)).isEqualTo("failed 0 1000 0 200");

            postings.sweep(NOW.plus(Retention.DEFAULT), RETENTION);
            assertThat(row(posting)).isEqualTo("failed 0 1000 0 200");
            assertThat(postings.decisions(key)).hasSize(1);

            postings.sweep(NOW.plus(Retention.DEFAULT).plusMillis(1), RETENTION);
            assertThat(postings.decisions(key)).isEmpty();
            for (String table :
                    List.of("posting", "posting_group", "posting_copy", "posting_chunk", "posting_recipient")) {
                assertThat(rowsOf(table)).as(table).isZero();
            }
        }

        @Test
        void settledPostingShouldBeKeptAsLongAsIsConfigured() {
            Posting posting = add(1);
            postings.record(List.of(result(takeAll().get(0), delivered(1))));
            Retention twoDays = new Retention(Duration.ofDays(2), MANY, HELD);

            postings.sweep(NOW.plus(Duration.ofDays(2)), twoDays);
            assertThat(rowsOf("posting")).isOne();

            postings.sweep(NOW.plus(Duration.ofDays(2)).plusMillis(1), twoDays);
            assertThat(rowsOf("posting")).isZero();
            assertThat(postings.decisions(posting.key())).isEmpty();
        }

        @Test
        void settledPostingsThatCameFirstShouldGoWhenThereAreTooMany() {
            List<UUID> newestFirst = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                Posting posting = add(1);
                execute("UPDATE posting SET state = 'done', settled_at = " + (1_000 + i) + " WHERE id = '"
                        + posting.id() + "'");
                newestFirst.add(0, posting.id());
            }
            UUID waiting = add(1).id();

            postings.sweep(Instant.EPOCH, new Retention(Duration.ofDays(1), 7, HELD));

            assertThat(rows("SELECT id FROM posting ORDER BY settled_at DESC, id"))
                    .containsExactlyElementsOf(Stream.concat(newestFirst.subList(0, 7).stream(), Stream.of(waiting))
                            .map(UUID::toString)
                            .toList());
        }

        @Test
        void postingThatWaitsShouldStay() {
            Posting posting = add(1);

            postings.sweep(NOW.plus(Duration.ofDays(1000)), RETENTION);

            assertThat(row(posting)).isEqualTo("waiting 10 0 0 0");
            assertThat(postings.decisions(posting.key())).hasSize(1);
        }

        @ParameterizedTest
        @EnumSource(GroupOutcome.Kind.class)
        void decisionWithoutAPostingShouldGoAfterItsTime(GroupOutcome.Kind kind) {
            List<GroupOutcome> many = IntStream.range(0, 1500)
                    .mapToObj(i -> new GroupOutcome(i, TEAM, kind, "", "", true))
                    .toList();
            postings.decide(key, many);
            Instant end =
                    NOW.plus(PostingStore.DECISIONS_KEPT).plus(kind == GroupOutcome.Kind.HELD ? HELD : Duration.ZERO);

            postings.sweep(end, RETENTION);
            assertThat(postings.decisions(key)).isEqualTo(many);

            postings.sweep(end.plusMillis(1), RETENTION);
            assertThat(postings.decisions(key)).isEmpty();
        }
    }

    @Test
    void recipientsShouldBeThoseOfAllPostingsOfTheMessage() {
        postings.add(posting(), chunks(250), List.of(taken(GROUP)), 0);
        postings.add(posting(key, 8L), chunks(3, 1), List.of(taken(8)), 0);
        add(1);
        List<Address> all = new ArrayList<>();

        postings.recipients(key, all::addAll);

        assertThat(all).hasSize(2503);
    }

    @Test
    void recordShouldGoOnWhenTheStoreWasAway() {
        add(1);
        List<ChunkResult> results = List.of(result(takeAll().get(0), delivered(1)));
        database.cutOff();
        try {
            assertThatThrownBy(() -> postings.record(results)).isInstanceOf(StoreUnavailableException.class);
        } finally {
            database.comeBack();
        }

        assertThat(postings.record(results)).hasSize(1);
    }

    @Test
    void otherWritersShouldGoOnWhileAPostingIsWritten() {
        create("team");
        List<Boolean> went = new ArrayList<>();
        // Another thread writes in the middle of each transaction: it would wait for a lock that both need.
        database.beforeEachStatementOfThisThread(() -> went.add(writesMeanwhile("m" + went.size())));
        try {
            postings.add(posting(), chunks(1500, 1), List.of(taken(GROUP)), 5);
            postings.record(
                    takeAll().stream().map(chunk -> result(chunk, delivered(1))).toList());
        } finally {
            database.letThisThreadBe();
        }

        assertThat(went).hasSizeGreaterThan(10).containsOnly(true);
        assertThat(group("team").memberCount()).isEqualTo(went.size());
    }

    private boolean writesMeanwhile(String member) {
        return CompletableFuture.supplyAsync(() -> {
                    store.groups().addMembers(at("team"), List.of(member(member)), OptionalLong.empty());
                    return true;
                })
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void postingShouldBeWrittenWhileAnotherWriterIsAtWork() {
        create("team");
        List<Posting> added = new ArrayList<>();
        database.beforeEachStatementOfThisThread(() -> {
            if (added.size() < 3) {
                added.add(CompletableFuture.supplyAsync(() -> add(3))
                        .orTimeout(30, TimeUnit.SECONDS)
                        .join());
            }
        });
        try {
            store.groups().addMembers(at("team"), List.of(member("ann")), OptionalLong.empty());
        } finally {
            database.letThisThreadBe();
        }

        assertThat(added).hasSize(3);
        assertThat(takeAll()).hasSize(9);
    }

    @Test
    void leasesShouldEndWhenDerbyIsOpenedAgain() {
        add(3);
        assertThat(takeAll()).hasSize(3);

        closeStore();
        openStore();
        postings = store.postings();

        assertThat(takeAll()).hasSize(kind == StoreDatabase.DERBY ? 3 : 0);
    }

    @Test
    void addCopyShouldKeepTheFirstOfThatNumberAndLeaveWhatIsSentAlone() {
        Posting posting = add(2);
        PostingCopy sent = posting.copies().get(0);
        PostingCopy first = sent.as(CopyForm.SEVEN_BIT, 1_000_000);
        PostingCopy second = new PostingCopy(1_000_000, GROUP, "", new byte[3], 5, 6, false, CopyForm.SEVEN_BIT, 0);

        assertThat(postings.copy(posting.id(), 1_000_000)).isEmpty();
        assertThat(postings.addCopy(posting.id(), first).bytes()).isEqualTo(1234);
        assertThat(postings.addCopy(posting.id(), second).bytes()).isEqualTo(1234);

        PostingCopy stored = postings.copy(posting.id(), 1_000_000).orElseThrow();
        assertThat(stored.isFormOf(sent, CopyForm.SEVEN_BIT)).isTrue();
        assertThat(stored.header()).isEqualTo(sent.header());
        assertThat(takeAll())
                .filteredOn(chunk -> chunk.posting().id().equals(posting.id()))
                .hasSize(2)
                .allSatisfy(chunk -> assertThat(chunk.content().form()).isEqualTo(CopyForm.SENT));
    }

    @Test
    void addCopyShouldRefuseWhenNobodyWaitsForThePosting() {
        Posting posting = add(1);
        execute("UPDATE posting SET state = 'cancelled', settled_at = 1 WHERE id = '" + posting.id() + "'");
        PostingCopy form = posting.copies().get(0).as(CopyForm.SEVEN_BIT, 1_000_000);

        assertThatThrownBy(() -> postings.addCopy(posting.id(), form)).isInstanceOf(WrongStateException.class);
        assertThat(postings.copy(posting.id(), 0)).isEmpty();
    }
}
