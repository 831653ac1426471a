// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.carrier.Answer;
import org.mailgroups.delivery.carrier.Hop;

class ScheduleTest {
    private static final Answer DOWN = new Answer(Answer.Kind.DEFERRED, "", "down");
    private static final Hop.Servers A = ScriptedHops.servers("a");
    private static final Hop.Servers B = ScriptedHops.servers("b");
    private static final Hop.Processor PROCESSOR = new Hop.Processor("relay", false);

    private final FakeTime time = new FakeTime();
    private final Posting posting = Postings.direct("1");
    private final WorkLimits limits = new WorkLimits(8, 2, 4, 2, 3, 2, 60);
    private final Schedule schedule = new Schedule(limits, time);
    private int number;

    private Flight flight(Posting of, Hop hop) {
        DueChunk due = Postings.due(of, number++, Postings.members(1, "x.example"));
        return new Flight(new TakenChunk(due), hop, due.recipients());
    }

    private Flight added(Posting of, Hop hop) {
        Flight flight = flight(of, hop);
        assertThat(schedule.add(flight)).isEmpty();
        return flight;
    }

    private Optional<Assignment> take() {
        try {
            return schedule.take(0);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Assignment taken() {
        return take().orElseThrow();
    }

    /** Lets a destination answer, so that it counts as one that does. */
    private void answers(Hop hop) {
        added(posting, hop);
        Assignment turn = taken();
        schedule.answered(turn);
        schedule.leave(turn);
    }

    private int takeAll() {
        int turns = 0;
        while (take().isPresent()) {
            turns++;
        }
        return turns;
    }

    @Test
    void destinationsShouldTakeTurns() {
        answers(A);
        answers(B);
        added(posting, A);
        added(posting, A);
        added(posting, B);

        assertThat(List.of(taken().hop(), taken().hop(), taken().hop())).containsExactly(A, B, A);
    }

    @Test
    void postingsShouldTakeTurnsAtADestination() {
        answers(A);
        Posting small = Postings.direct("2");
        for (int i = 0; i < 50; i++) {
            schedule.add(flight(posting, A));
        }
        added(small, A);

        List<UUID> order = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            order.add(taken().flight().chunk().chunk().posting().id());
        }

        assertThat(order).containsExactly(posting.id(), small.id(), posting.id());
    }

    @Test
    void destinationsThatHaveNotAnsweredShouldHoldAQuarterOfTheWorkers() {
        for (int i = 0; i < 10; i++) {
            added(posting, ScriptedHops.servers("hole" + i));
        }

        assertThat(takeAll()).isEqualTo(limits.silentWorkers());

        added(posting, PROCESSOR);
        assertThat(taken().hop()).isEqualTo(PROCESSOR);
    }

    @Test
    void destinationShouldLeaveTheSilentLineWhenItAnswers() {
        added(posting, B);
        added(posting, A);
        added(posting, A);
        taken();
        Assignment ofA = taken();
        added(posting, ScriptedHops.servers("hole"));
        assertThat(take()).as("the silent quarter is busy").isEmpty();

        schedule.answered(ofA);
        added(posting, ScriptedHops.servers("hole2"));
        assertThat(List.of(taken().hop(), taken().hop())).contains(A);
        assertThat(take()).isEmpty();
    }

    @Test
    void newDestinationShouldGetATurnWhenOthersAlwaysHaveWork() {
        answers(A);
        answers(B);
        for (int i = 0; i < 4; i++) {
            added(posting, A);
            added(posting, B);
        }
        Hop.Servers young = ScriptedHops.servers("young");
        added(posting, young);

        assertThat(List.of(taken().hop(), taken().hop())).contains(young);
    }

    @Test
    void destinationShouldGetMoreConnectionsWhenItAnswers() {
        for (int i = 0; i < 10; i++) {
            added(posting, A);
        }
        Assignment first = taken();
        taken();
        assertThat(take()).as("first connections").isEmpty();

        schedule.answered(first);

        assertThat(takeAll()).isEqualTo(limits.connectionsPerHop() - limits.firstConnections());
    }

    @Test
    void destinationShouldGetFewerConnectionsWhenItRefusesOneOfSeveral() {
        answers(A);
        for (int i = 0; i < 10; i++) {
            added(posting, A);
        }
        taken();
        taken();
        Assignment third = taken();

        assertThat(schedule.failed(third)).isZero();
        schedule.putBack(third, third.flight(), 100);
        schedule.leave(third);
        time.passes(Duration.ofNanos(100));

        assertThat(takeAll()).as("two connections are enough for it").isZero();
    }

    @Test
    void flightThatIsPutBackShouldBeTheNext() {
        Flight flight = added(posting, PROCESSOR);
        added(posting, PROCESSOR);
        Assignment turn = taken();

        schedule.putBack(turn, flight, 1_000);
        schedule.leave(turn);

        assertThat(take()).isEmpty();
        time.passes(Duration.ofNanos(1_000));
        assertThat(taken().flight()).isEqualTo(flight);
    }

    @Test
    void destinationShouldRestAndWakeWithOneConnection() {
        added(posting, A);
        Flight waiting = added(posting, A);
        Assignment turn = taken();

        assertThat(schedule.failed(turn)).isEqualTo(1);
        assertThat(schedule.rest(turn, Duration.ofMinutes(1).toNanos(), DOWN)).containsExactly(waiting);
        schedule.leave(turn);

        assertThat(schedule.add(flight(posting, A)).orElseThrow())
                .isEqualTo(new Pause(Duration.ofMinutes(1).toNanos(), DOWN));
        time.passes(Duration.ofMinutes(1));
        added(posting, A);
        assertThat(schedule.add(flight(posting, A)))
                .as("one is enough to try it")
                .contains(new Pause(Pause.A_WHILE, DOWN));
        assertThat(takeAll()).isEqualTo(1);
    }

    @Test
    void connectionsThatFailTogetherShouldBeOneFailure() {
        added(posting, A);
        added(posting, A);
        Assignment first = taken();
        Assignment second = taken();

        assertThat(schedule.failed(first)).isEqualTo(1);
        schedule.rest(first, 1_000, DOWN);
        assertThat(schedule.failed(second)).isEqualTo(1);
        schedule.rest(second, 1_000, DOWN);
        schedule.leave(first);
        schedule.leave(second);
        time.passes(Duration.ofNanos(1_000));
        added(posting, A);

        assertThat(schedule.failed(taken())).isEqualTo(2);
    }

    @Test
    void restShouldBeTheLongerOneWhenTwoMeet() {
        answers(A);
        added(posting, A);
        added(posting, A);
        Assignment first = taken();
        Assignment second = taken();
        schedule.putBack(first, first.flight(), 10);
        schedule.leave(first);

        schedule.failed(second);
        schedule.leave(second);
        schedule.rest(second, 1_000, DOWN);
        time.passes(Duration.ofNanos(20));

        added(posting, B);
        assertThat(taken().hop()).isEqualTo(B);
        assertThat(take()).isEmpty();
    }

    @Test
    void flightsShouldWaitElsewhereWhenTheirDestinationTakesNothing() {
        int most = limits.chunksInMemory() / 2;
        for (int i = 0; i < most; i++) {
            added(posting, A);
        }

        assertThat(schedule.add(flight(posting, A))).isPresent();
        added(posting, B);
        added(Postings.direct("2"), A);
    }

    @Test
    void flightsShouldWaitElsewhereWhenAProcessorIsFull() {
        Flight first = added(posting, PROCESSOR);
        schedule.full(taken(), first, 1, DOWN);
        for (int i = 1; i < limits.chunksInMemory() / 2; i++) {
            added(posting, PROCESSOR);
        }

        assertThat(schedule.add(flight(posting, PROCESSOR))).contains(new Pause(Pause.A_WHILE, DOWN));
    }

    @Test
    void nextShouldBeEmptyWhenOthersWait() {
        answers(B);
        Hop oneAtOnce = new Hop.Domain("x.example");
        added(posting, oneAtOnce);
        added(posting, oneAtOnce);
        Assignment turn = taken();
        assertThat(schedule.next(turn)).isPresent();

        added(posting, oneAtOnce);
        added(posting, B);

        assertThat(schedule.next(turn)).isEmpty();
    }

    @Test
    void nobodyShouldGetATurnWhenItIsStopped() {
        answers(A);
        added(posting, A);
        added(posting, A);
        Assignment turn = taken();

        schedule.stop();

        assertThat(schedule.next(turn)).isEmpty();
        assertThat(take()).isEmpty();
    }

    @Test
    void everyFlightShouldGetItsTurnWhenThereAreManyDestinations() {
        int many = 12_000;
        int turns = 0;
        for (int i = 0; i < many; i++) {
            added(posting, ScriptedHops.servers("s" + i));
            Assignment turn = taken();
            schedule.answered(turn);
            schedule.leave(turn);
            turns++;
        }

        assertThat(turns).isEqualTo(many);
        assertThat(schedule.remembered()).isLessThanOrEqualTo(10_000);
    }
}
