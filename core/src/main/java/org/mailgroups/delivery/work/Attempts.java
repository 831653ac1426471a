// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.DueChunk.Due;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.delivery.carrier.Answer;
import org.mailgroups.value.Address;

/** Says what an answer means for a recipient: whether the copy is settled, and if not, when it is tried again. */
final class Attempts {
    private final RetrySchedule retries;
    private final Clock clock;

    Attempts(RetrySchedule retries, Clock clock) {
        this.retries = retries;
        this.clock = clock;
    }

    /**
     * Returns the time of the answers to a flight. They have one time, in the unit of the store: outcomes that are
     * equal cost no row of their own there.
     */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Returns what one answer means for all recipients of a flight. */
    Map<Address, Attempt> all(Flight flight, Answer answer) {
        Instant now = now();
        Map<Address, Attempt> attempts = new HashMap<>();
        flight.recipients().forEach(due -> attempts.put(due.address(), of(due, answer, now)));
        return attempts;
    }

    /** Returns what an answer means for a recipient. */
    Attempt of(Due due, Answer answer, Instant now) {
        int attempts = due.attempts() + 1;
        return switch (answer.kind()) {
            case DELIVERED -> settled(RecipientState.DELIVERED, answer, answer.words(), attempts, now);
            case HANDED_OVER -> settled(RecipientState.HANDED_OVER, answer, answer.words(), attempts, now);
            case REFUSED -> settled(RecipientState.FAILED, answer, answer.words(), attempts, now);
            case NO_DOMAIN -> attempts > retries.domainRetries()
                    ? settled(RecipientState.FAILED, answer, answer.words(), attempts, now)
                    : again(answer, attempts, now);
            default -> again(answer, attempts, now);
        };
    }

    private Attempt again(Answer answer, int attempts, Instant now) {
        return retries.next(attempts, now)
                .map(next -> new Attempt(RecipientState.WAITING, answer.server(), answer.words(), attempts, now, next))
                .orElseGet(() -> settled(RecipientState.FAILED, answer, givenUp(answer), attempts, now));
    }

    /** Returns what it means that a flight waits for its hop. That is no attempt, but it does not go on for ever. */
    Map<Address, Attempt> none(Flight flight, Answer reason, Duration pause) {
        Instant now = now();
        Instant received = flight.chunk().chunk().posting().receivedAt();
        boolean isOver = now.isAfter(received.plus(retries.patience()));
        Map<Address, Attempt> attempts = new HashMap<>();
        for (Due due : flight.recipients()) {
            attempts.put(
                    due.address(),
                    isOver
                            ? settled(RecipientState.FAILED, reason, givenUp(reason), due.attempts(), now)
                            : new Attempt(
                                    RecipientState.WAITING,
                                    reason.server(),
                                    reason.words(),
                                    due.attempts(),
                                    now,
                                    now.plus(pause)));
        }
        return attempts;
    }

    private static Attempt settled(RecipientState state, Answer answer, String words, int attempts, Instant now) {
        return new Attempt(state, answer.server(), words, attempts, now, null);
    }

    private static String givenUp(Answer last) {
        return "4.4.7 given up; the last answer was: " + last.words();
    }
}
