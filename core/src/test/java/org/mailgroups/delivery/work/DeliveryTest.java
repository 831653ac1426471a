// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.MemoryBodies;
import org.mailgroups.delivery.MemoryPostings;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingChunk;
import org.mailgroups.delivery.PostingStore;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.delivery.Route;
import org.mailgroups.delivery.carrier.Answer;
import org.mailgroups.delivery.carrier.Carriers;
import org.mailgroups.delivery.carrier.Hop;
import org.mailgroups.delivery.carrier.NextHops.Found;
import org.mailgroups.delivery.carrier.NoLinkException;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

class DeliveryTest {
    private final FakeTime time = new FakeTime();
    private final MemoryPostings store = new MemoryPostings();
    private final MemoryBodies bodies = new MemoryBodies();
    private final ScriptedCarrier servers = new ScriptedCarrier();
    private final ScriptedCarrier processors =
            new ScriptedCarrier().onSend((hop, recipients) -> ScriptedCarrier.all(recipients, Answer.Kind.HANDED_OVER));
    private final ScriptedCarrier mailboxes = new ScriptedCarrier();
    private final ScriptedHops hops = new ScriptedHops();
    private RetrySchedule retries = new RetrySchedule(List.of(Duration.ofMinutes(1), Duration.ofMinutes(5)), 1);
    private WorkLimits limits = WorkLimits.of(8, 4, 4);
    private Optional<Hop.Servers> gateway = Optional.empty();
    private Delivery delivery;

    private Delivery delivery() {
        if (delivery == null) {
            delivery = new Delivery(
                    store,
                    bodies,
                    new Carriers(servers, processors, mailboxes),
                    hops,
                    gateway,
                    limits,
                    retries,
                    (chunk, attempts) -> {},
                    time,
                    time);
        }
        return delivery;
    }

    private Posting accept(List<Address> members) {
        return accept(Postings.direct("key " + members), members, 100);
    }

    private Posting accept(Posting posting, List<Address> members, int size) {
        Postings.keepBody(bodies, posting);
        delivery().accept(posting, Postings.chunks(members, size), List.of());
        return posting;
    }

    private void workOff() {
        HandDelivery.workOff(delivery());
    }

    private Attempt only() {
        assertThat(store.attempts()).hasSize(1);
        return store.attempts().values().iterator().next();
    }

    private Set<RecipientState> states(List<Address> members) {
        return members.stream()
                .map(member -> store.attempts().get(member))
                .map(attempt -> attempt == null ? RecipientState.WAITING : attempt.state())
                .collect(Collectors.toSet());
    }

    private static List<Address> one() {
        return Postings.members(1, "far.example");
    }

    @ParameterizedTest
    @EnumSource(Answer.Kind.class)
    void recipientShouldBeWhatTheAnswerSays(Answer.Kind kind) {
        servers.onSend((hop, recipients) -> ScriptedCarrier.all(recipients, kind));
        accept(one());

        workOff();

        RecipientState state =
                switch (kind) {
                    case DELIVERED -> RecipientState.DELIVERED;
                    case HANDED_OVER -> RecipientState.HANDED_OVER;
                    case REFUSED -> RecipientState.FAILED;
                    case DEFERRED, NO_DOMAIN, ONCE_MORE -> RecipientState.WAITING;
                };
        assertThat(only().state()).isEqualTo(state);
        assertThat(only().attempts()).isEqualTo(1);
        assertThat(only().nextAt())
                .isEqualTo(state == RecipientState.WAITING ? time.instant().plusSeconds(60) : null);
        assertThat(servers.sent()).hasSize(1);
    }

    @Test
    void onceMoreShouldGoOnWithTheRestToItsEnd() {
        List<Address> members = Postings.members(95, "far.example");
        servers.onSend((hop, recipients) -> {
            Map<Address, Answer> answers = ScriptedCarrier.all(recipients, Answer.Kind.ONCE_MORE);
            answers.putAll(
                    ScriptedCarrier.all(recipients.subList(0, Math.min(10, recipients.size())), Answer.Kind.DELIVERED));
            return answers;
        });
        accept(members);

        workOff();

        assertThat(states(members)).containsExactly(RecipientState.DELIVERED);
        assertThat(servers.sent()).hasSize(10);
        assertThat(servers.opened()).hasSize(1);
    }

    /** A chunk that is served in parts, as at mailboxes, does not make others wait for all of it. */
    @Test
    void othersShouldHaveTheirTurnBeforeTheRestOfAChunk() {
        limits = WorkLimits.of(8, 1, 1);
        servers.onSend((hop, recipients) -> {
            Map<Address, Answer> answers = ScriptedCarrier.all(recipients, Answer.Kind.ONCE_MORE);
            answers.putAll(
                    ScriptedCarrier.all(recipients.subList(0, Math.min(10, recipients.size())), Answer.Kind.DELIVERED));
            return answers;
        });
        Address other = Address.parse("other@far.example");
        accept(Postings.members(95, "far.example"));
        accept(List.of(other));

        workOff();

        List<Boolean> isOthers = servers.sent().stream()
                .map(sent -> sent.recipients().contains(other))
                .toList();
        assertThat(isOthers).hasSize(11);
        assertThat(isOthers.indexOf(true)).isLessThanOrEqualTo(2);
        assertThat(states(Postings.members(95, "far.example"))).containsExactly(RecipientState.DELIVERED);
        assertThat(store.attempts().get(other).state()).isEqualTo(RecipientState.DELIVERED);
    }

    @Test
    void flightShouldGoOverANewLinkWhenAnIdleOneHadEnded() {
        accept(Postings.members(1, "far.example"));
        workOff();
        int[] sends = new int[1];
        servers.onSend((hop, recipients) ->
                sends[0]++ == 0 ? Map.of() : ScriptedCarrier.all(recipients, Answer.Kind.DELIVERED));
        accept(List.of(Address.parse("n@far.example")));

        workOff();

        assertThat(store.attempts().values()).extracting(Attempt::state).containsOnly(RecipientState.DELIVERED);
        assertThat(servers.opened()).hasSize(2);
    }

    @Test
    void flightShouldBeDeferredWhenFreshLinksEndAtOnce() {
        servers.onSend((hop, recipients) -> Map.of());
        accept(one());

        workOff();

        assertThat(only().state()).isEqualTo(RecipientState.WAITING);
        assertThat(servers.opened()).hasSize(1);
    }

    /** What may be thrown where nobody has thought of it. */
    private static Stream<Throwable> poisons() {
        return Stream.of(
                new IllegalStateException("a bug"),
                new OutOfMemoryError("for a test"),
                new StackOverflowError("for a test"),
                new NoClassDefFoundError("for a test"));
    }

    private static void raise(Throwable poison) {
        if (poison instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) poison;
    }

    @ParameterizedTest
    @MethodSource("poisons")
    void poisonShouldFailAtLastAndStopNobodyWhenSendingBreaks(Throwable poison) {
        servers.onSend((hop, recipients) -> {
            if (hop.key().contains("poison")) {
                raise(poison);
            }
            return ScriptedCarrier.all(recipients, Answer.Kind.DELIVERED);
        });
        poisonShouldFailAtLastAndStopNobody();
    }

    @ParameterizedTest
    @MethodSource("poisons")
    void poisonShouldFailAtLastAndStopNobodyWhenOpeningBreaks(Throwable poison) {
        servers.onOpen(hop -> {
            if (hop.key().contains("poison")) {
                raise(poison);
            }
        });
        poisonShouldFailAtLastAndStopNobody();
    }

    private void poisonShouldFailAtLastAndStopNobody() {
        List<Address> poisoned = Postings.members(250, "poison.example");
        List<Address> others = Postings.members(250, "far.example");
        accept(poisoned);
        accept(others);
        workOff();
        assertThat(states(poisoned)).containsExactly(RecipientState.WAITING);
        assertThat(states(others)).containsExactly(RecipientState.DELIVERED);
        assertThat(store.take(time.instant(), 10, 10, Duration.ofMinutes(1)))
                .as("it waits for its pause")
                .isEmpty();

        for (int i = 0; i < 40; i++) {
            time.passes(Duration.ofMinutes(1));
            workOff();
        }

        assertThat(states(poisoned)).containsExactly(RecipientState.FAILED);
        delivery().tidy();
        assertThat(servers.stillOpen()).isZero();
        assertThat(delivery().chunksInMemory()).isZero();
    }

    @Test
    void outcomesOfOneTransactionShouldBeEqualWhenTheAnswersAre() {
        servers.onSend((hop, recipients) -> {
            Map<Address, Answer> answers = new HashMap<>();
            recipients.forEach(
                    recipient -> answers.put(recipient, new Answer(Answer.Kind.DELIVERED, "mx", "250 taken")));
            return answers;
        });
        FakeTime running = new FakeTime() {
            @Override
            public Instant instant() {
                passes(Duration.ofNanos(1_234_567));
                return super.instant();
            }
        };
        delivery = new Delivery(
                store,
                bodies,
                new Carriers(servers, processors, mailboxes),
                hops,
                gateway,
                limits,
                retries,
                (chunk, attempts) -> {},
                running,
                time);
        accept(Postings.members(100, "far.example"));

        workOff();

        assertThat(store.attempts().values().stream().distinct())
                .as("the store needs a row for each other outcome")
                .hasSize(1);
        assertThat(store.attempts().values()).allSatisfy(attempt -> assertThat(attempt.at())
                .isEqualTo(attempt.at().truncatedTo(ChronoUnit.MILLIS)));
    }

    @Test
    void nothingMoreShouldBeBegunWhenAPostingIsCancelled() {
        Posting cancelled = accept(Postings.direct("1"), Postings.members(500, "far.example"), 10);
        List<Address> others = Postings.members(50, "far.example");
        serve(1);
        int begun = servers.sent().size();
        accept(Postings.direct("2"), others, 10);

        store.cancel(cancelled.id());
        delivery().end(Set.of(cancelled.id()));
        workOff();

        assertThat(servers.sent()).hasSize(begun + 5);
        assertThat(states(others)).containsExactly(RecipientState.DELIVERED);
        assertThat(delivery().chunksInMemory()).isZero();
    }

    @Test
    void nothingMoreShouldBeBegunWhenAnotherNodeHasCancelledAPosting() {
        Posting cancelled = accept(Postings.direct("1"), Postings.members(500, "far.example"), 10);
        store.cancel(cancelled.id());

        delivery().endSettled();
        workOff();

        assertThat(servers.sent()).isEmpty();
        assertThat(delivery().chunksInMemory()).isZero();
    }

    @Test
    void othersShouldHaveAShareOfAPostingWhenNodesShareTheStore() {
        store.share();
        accept(Postings.direct("1"), Postings.members(1_000, "far.example"), 10);
        assertThat(delivery().chunksInMemory()).isEqualTo(40);

        assertThat(store.take(time.instant(), 1_000, 1_000, PostingStore.LEASE)).hasSize(60);
    }

    @Test
    void nothingShouldBeBegunWhenTheLeaseIsOver() {
        store.share();
        accept(Postings.members(50, "far.example"));
        time.passes(PostingStore.LEASE);

        workOff();

        assertThat(servers.sent()).isEmpty();
    }

    @Test
    void nothingShouldArriveWhenTheLeaseEndsOnTheWay() {
        store.share();
        servers.onTheWay(() -> time.passes(PostingStore.LEASE));
        accept(Postings.members(50, "far.example"));

        serve(1);

        assertThat(servers.sent()).isEmpty();
    }

    @Test
    void workShouldGoOnWhenTheLeaseIsRenewedInTime() {
        store.share();
        List<Address> members = Postings.members(50, "far.example");
        accept(members);
        for (int i = 0; i < 5; i++) {
            time.passes(PostingStore.LEASE.dividedBy(3));
            delivery().renew();
        }

        workOff();

        assertThat(states(members)).containsExactly(RecipientState.DELIVERED);
        assertThat(delivery().chunksInMemory()).isZero();
    }

    @Test
    void chunksThatWereLostShouldBeTakenAgainAndSentOnce() {
        store.share();
        List<Address> members = Postings.members(50, "far.example");
        accept(members);
        time.passes(PostingStore.LEASE.plusSeconds(1));
        store.endLeases();
        delivery().renew();
        assertThat(delivery().chunksInMemory()).isZero();

        delivery().takeDue();
        workOff();

        assertThat(states(members)).containsExactly(RecipientState.DELIVERED);
        assertThat(servers.tries().values()).containsOnly(1);
    }

    @Test
    void nothingShouldBeSentWhenAPostingIsCancelledWhileALinkIsOpened() {
        List<Posting> accepted = new ArrayList<>();
        servers.onOpen(hop -> delivery().end(Set.of(accepted.get(0).id())));
        accepted.add(accept(Postings.members(250, "far.example")));
        store.cancel(accepted.get(0).id());

        workOff();

        assertThat(servers.opened()).hasSize(1);
        assertThat(servers.sent()).isEmpty();
    }

    @Test
    void whatIsOnItsWayShouldBeWrittenDownWhenItsPostingIsCancelled() {
        List<Posting> accepted = new ArrayList<>();
        servers.onSend((hop, recipients) -> {
            delivery().end(Set.of(accepted.get(0).id()));
            return ScriptedCarrier.all(recipients, Answer.Kind.DELIVERED);
        });
        accepted.add(accept(Postings.members(250, "far.example")));
        store.cancel(accepted.get(0).id());

        workOff();

        assertThat(servers.sent()).hasSize(1);
        assertThat(store.attempts()).hasSize(100);
    }

    @Test
    void recipientShouldWaitWhenTheCarrierForgetsIt() {
        List<Address> members = Postings.members(3, "far.example");
        servers.onSend((hop, recipients) -> ScriptedCarrier.all(recipients.subList(0, 2), Answer.Kind.DELIVERED));
        accept(members);

        workOff();

        assertThat(states(members.subList(0, 2))).containsExactly(RecipientState.DELIVERED);
        assertThat(store.attempts().get(members.get(2)).state()).isEqualTo(RecipientState.WAITING);
    }

    @Test
    void recipientsShouldBeSettledWhenTheJournalBreaks() {
        delivery = new Delivery(
                store,
                bodies,
                new Carriers(servers, processors, mailboxes),
                hops,
                gateway,
                limits,
                retries,
                (chunk, attempts) -> {
                    throw new IllegalStateException("a journal that breaks");
                },
                time,
                time);
        hops.finds("never.example", new Found.Never("5.1.10 takes no mail"));
        accept(one());
        accept(Postings.members(250, "never.example"));

        workOff();

        assertThat(store.attempts()).hasSize(251);
        assertThat(store.attempts().values()).extracting(Attempt::state).doesNotContain(RecipientState.WAITING);
        assertThat(servers.tries().values()).containsOnly(1);
        assertThat(delivery().chunksInMemory()).isZero();
    }

    @Test
    void allShouldFailWhenThereIsNoLinkForGood() {
        servers.onOpen(hop -> {
            throw new NoLinkException(NoLinkException.Kind.PERMANENT, "mx", "554 5.3.2 not here", null);
        });
        accept(Postings.members(3, "far.example"));

        workOff();

        assertThat(store.attempts().values())
                .allSatisfy(attempt -> assertThat(attempt.reply()).isEqualTo("554 5.3.2 not here"))
                .extracting(Attempt::state)
                .containsOnly(RecipientState.FAILED);
        assertThat(bodies.kept()).isEmpty();
    }

    @Test
    void fullProcessorShouldCostNoAttempt() {
        boolean[] full = {true};
        processors.onOpen(hop -> {
            if (full[0]) {
                throw new NoLinkException(NoLinkException.Kind.FULL, "", "James' queues are full", null);
            }
        });
        Posting posting = Postings.posting("1", new Route("local", "relay", false));
        accept(posting, one(), 100);
        workOff();
        assertThat(store.attempts()).isEmpty();

        full[0] = false;
        time.passes(Duration.ofMillis(200));
        workOff();

        assertThat(only().state()).isEqualTo(RecipientState.HANDED_OVER);
        assertThat(only().attempts()).isEqualTo(1);
    }

    @Test
    void lookUpShouldDecideWhenItFindsNoServers() {
        hops.finds("never.example", new Found.Never("5.1.10 takes no mail"))
                .finds("none.example", new Found.NoDomain("5.1.2 no such domain"))
                .finds("dark.example", new Found.Unknown("4.4.3 nobody says"));
        accept(List.of(
                Address.parse("a@dark.example"), Address.parse("a@never.example"), Address.parse("a@none.example")));
        workOff();

        assertThat(state("a@never.example")).isEqualTo(RecipientState.FAILED);
        assertThat(state("a@none.example")).isEqualTo(RecipientState.WAITING);
        assertThat(state("a@dark.example")).isEqualTo(RecipientState.WAITING);

        time.passes(Duration.ofMinutes(1));
        workOff();
        assertThat(state("a@none.example")).as("after one retry").isEqualTo(RecipientState.FAILED);
        assertThat(state("a@dark.example")).isEqualTo(RecipientState.WAITING);
        assertThat(servers.sent()).isEmpty();
    }

    private RecipientState state(String address) {
        return store.attempts().get(Address.parse(address)).state();
    }

    @Test
    void recipientsShouldWaitWhenTheLookUpBreaks() {
        hops.isBroken(true);
        accept(one());
        workOff();
        assertThat(only().state()).isEqualTo(RecipientState.WAITING);

        hops.isBroken(false);
        time.passes(Duration.ofMinutes(1));
        workOff();

        assertThat(only().state()).isEqualTo(RecipientState.DELIVERED);
    }

    @Test
    void oneLookUpShouldDoForADomain() {
        hops.forgets();
        accept(Postings.members(1_000, "far.example"));

        workOff();

        assertThat(hops.lookUps()).isEqualTo(1);
    }

    @Test
    void domainsShouldShareServersAndNoTransaction() {
        Hop.Servers shared = ScriptedHops.servers("mx.shared.example");
        hops.finds("one.example", new Found.At(shared)).finds("two.example", new Found.At(shared));
        List<Address> members = new ArrayList<>(Postings.members(5, "one.example"));
        members.addAll(Postings.members(5, "two.example"));
        accept(members);

        workOff();

        assertThat(servers.opened()).hasSize(1);
        assertThat(servers.sent()).hasSize(2).allSatisfy(sent -> assertThat(
                        sent.recipients().stream().map(Address::domain).distinct())
                .hasSize(1));
    }

    @Test
    void domainsShouldShareATransactionWhenThereIsAGateway() {
        gateway = Optional.of(ScriptedHops.servers("gateway"));
        List<Address> members = new ArrayList<>(Postings.members(5, "one.example"));
        members.addAll(Postings.members(5, "two.example"));
        accept(members);

        workOff();

        assertThat(servers.sent()).hasSize(1);
        assertThat(hops.lookUps()).isZero();
    }

    @Test
    void nothingShouldBeLostWhenTheStoreIsDownForAWhile() {
        List<Address> members = Postings.members(1_000, "far.example");
        Posting posting = accept(members);
        store.goesDown();
        serveAll();
        assertThatThrownBy(() -> delivery().writeDown(false)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> delivery().takeDue()).isInstanceOf(StoreUnavailableException.class);
        assertThat(servers.tries())
                .as("what one link carries before it is written down")
                .hasSize(100);

        store.comesBack();
        workOff();

        assertThat(states(members)).containsExactly(RecipientState.DELIVERED);
        assertThat(servers.tries().values()).containsOnly(1);
        assertThat(bodies.kept()).doesNotContain(posting.id());
    }

    private void serveAll() {
        try {
            while (delivery().serveNext(Duration.ZERO)) {
                Thread.onSpinWait();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void chunksInMemoryShouldBeBoundedAndAllBeDelivered() {
        limits = new WorkLimits(8, 2, 4, 2, 2, 2, 50);
        List<Address> members = Postings.members(3_000, "far.example");
        accept(Postings.direct("1"), members, 1);
        assertThat(delivery().chunksInMemory()).isLessThanOrEqualTo(100);
        delivery().takeDue();
        delivery().takeDue();
        assertThat(delivery().chunksInMemory()).isLessThanOrEqualTo(100);

        workOff();
        // Before the first answer, some of them wait for it in the store.
        time.passes(Duration.ofNanos(Pause.A_WHILE));
        workOff();

        assertThat(states(members)).containsExactly(RecipientState.DELIVERED);
        assertThat(servers.tries().values()).containsOnly(1);
    }

    @Test
    void smallPostingShouldBeServedAtOnceWhenAnotherHasAMillionMembers() {
        limits = new WorkLimits(8, 2, 4, 2, 2, 2, 50);
        accept(Postings.direct("1"), Postings.members(3_000, "far.example"), 1);
        serve(3);
        List<Address> few = Postings.members(10, "near.example");
        accept(Postings.direct("2"), few, 100);

        serve(10);

        assertThat(servers.tries().keySet()).containsAll(few);
    }

    @Test
    void smallPostingShouldNotWaitWhenAnotherFloodsTheSameDestination() {
        accept(Postings.direct("1"), Postings.members(1_000, "far.example"), 1);
        serve(1);
        List<Address> few = List.of(Address.parse("late@far.example"));
        accept(Postings.direct("2"), few, 100);
        int before = servers.sent().size();

        serve(4);

        assertThat(servers.sent().subList(before, before + 3))
                .extracting(ScriptedCarrier.Sent::recipients)
                .contains(few);
    }

    private void serve(int turns) {
        try {
            for (int i = 0; i < turns; i++) {
                delivery().serveNext(Duration.ZERO);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void copyShouldBeGivenUpAfterTheLastRetry() {
        servers.onSend((hop, recipients) -> ScriptedCarrier.all(recipients, Answer.Kind.DEFERRED));
        Posting posting = accept(one());
        workOff();
        time.passes(Duration.ofMinutes(1));
        workOff();
        assertThat(only().state()).isEqualTo(RecipientState.WAITING);
        time.passes(Duration.ofMinutes(5));
        workOff();

        assertThat(only().state()).isEqualTo(RecipientState.FAILED);
        assertThat(only().attempts()).isEqualTo(3);
        assertThat(only().reply()).startsWith("4.4.7 given up").endsWith("DEFERRED by the script");
        assertThat(bodies.kept()).doesNotContain(posting.id());
    }

    @Test
    void copiesThatOnlyWaitShouldBeGivenUpWhenTheirTimeIsOver() {
        servers.onOpen(hop -> {
            throw new NoLinkException(NoLinkException.Kind.TEMPORARY, "", "4.4.1 no answer", null);
        });
        List<Address> members = Postings.members(2_000, "far.example");
        accept(members);
        for (int i = 0; i < 60; i++) {
            workOff();
            time.passes(Duration.ofSeconds(30));
        }

        assertThat(states(members)).containsExactly(RecipientState.FAILED);
        assertThat(servers.sent()).isEmpty();
    }

    @Test
    void destinationThatIsDownShouldBeTriedRarelyAndHoldUpNobody() {
        limits = new WorkLimits(8, 2, 4, 2, 2, 2, 100);
        retries = RetrySchedule.parse(RetrySchedule.DEFAULT_DELAYS, 30, 3);
        servers.onOpen(hop -> {
            if (hop.key().contains("down")) {
                throw new NoLinkException(NoLinkException.Kind.TEMPORARY, "", "4.4.1 no answer", null);
            }
        });
        List<Address> members = Postings.members(2_000, "down.example");
        accept(Postings.direct("1"), members, 1);
        workOff();

        assertThat(servers.opened()).hasSizeLessThanOrEqualTo(2);
        assertThat(store.attempts()).as("all wait in the store").hasSize(2_000);
        assertThat(states(members)).containsExactly(RecipientState.WAITING);
        assertThat(delivery().chunksInMemory()).isZero();

        List<Address> others = Postings.members(500, "up.example");
        accept(Postings.direct("2"), others, 10);
        workOff();
        assertThat(states(others)).containsExactly(RecipientState.DELIVERED);

        int before = servers.opened().size();
        time.passes(Duration.ofMinutes(1));
        workOff();
        assertThat(servers.opened()).as("one connection tries").hasSize(before + 1);
        assertThat(delivery().chunksInMemory()).isZero();

        servers.onOpen(hop -> {});
        for (int i = 0; i < 40; i++) {
            time.passes(Duration.ofSeconds(30));
            workOff();
        }
        assertThat(states(members)).containsExactly(RecipientState.DELIVERED);
        assertThat(servers.tries().values()).containsOnly(1);
    }

    @Test
    void chunkShouldNotBeTakenTwiceWhenItsLeaseHasEnded() {
        accept(one());
        store.forgetsTaken();
        delivery().takeDue();

        workOff();

        assertThat(servers.sent()).hasSize(1);
    }

    @Test
    void nothingShouldBeSentWhenItIsStoppedWhileALinkIsOpened() {
        servers.onOpen(hop -> delivery().stop());
        accept(one());

        serveAll();
        delivery().giveBack();

        assertThat(servers.sent()).isEmpty();
        assertThat(servers.stillOpen()).isZero();
        assertThat(store.attempts()).isEmpty();
        assertThat(store.take(time.instant(), 10, 10, Duration.ofMinutes(1))).hasSize(1);
    }

    @Test
    void nothingShouldStayTakenWhenAPostingComesAfterTheStop() {
        delivery().stop();
        accept(one());

        assertThat(store.take(time.instant(), 10, 10, Duration.ofMinutes(1))).hasSize(1);
    }

    @Test
    void serverThatWantsFewConnectionsShouldGetThem() {
        List<Address> members = Postings.members(300, "far.example");
        servers.onOpen(hop -> {
            if (servers.stillOpen() >= 2) {
                throw new NoLinkException(NoLinkException.Kind.TEMPORARY, "mx", "421 too many connections", null);
            }
        });
        accept(Postings.direct("1"), members, 1);

        for (int i = 0; i < 40 && servers.tries().size() < 300; i++) {
            workOff();
            time.passes(Duration.ofSeconds(1));
        }

        assertThat(states(members)).containsExactly(RecipientState.DELIVERED);
        assertThat(servers.mostOpen()).isLessThanOrEqualTo(2);
    }

    @Test
    void localMembersShouldGoToTheLocalProcessor() {
        Posting posting = Postings.direct("1");
        delivery().accept(posting, List.of(new PostingChunk(0, 0, true, one())), List.of());

        workOff();

        assertThat(mailboxes.sent())
                .singleElement()
                .isEqualTo(new ScriptedCarrier.Sent(new Hop.Processor("local", true), one()));
    }

    @Test
    void allShouldBeSettledOnceWhenEveryMemberHasAnOutcomeOfItsOwn() {
        List<Address> members = IntStream.range(0, 600)
                .mapToObj(i -> Address.parse("m" + i + "@d" + i % 40 + ".example"))
                .sorted()
                .toList();
        Set<Address> final_ = new HashSet<>();
        servers.onSend((hop, recipients) -> {
            Map<Address, Answer> answers = new HashMap<>();
            for (Address recipient : recipients) {
                assertThat(final_).doesNotContain(recipient);
                Answer.Kind kind = Answer.Kind.values()[Math.floorMod(recipient.hashCode(), 3)];
                answers.put(recipient, new Answer(kind, "mx", "word"));
                if (kind != Answer.Kind.DEFERRED) {
                    final_.add(recipient);
                }
            }
            return answers;
        });
        accept(Postings.direct("1"), members, 100);

        workOff();

        assertThat(store.attempts().keySet()).containsExactlyInAnyOrderElementsOf(members);
    }
}
