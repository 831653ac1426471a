// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.mailgroups.audit.LogText;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.DueChunk.Due;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one destination for one turn: opens a link, or takes one that is open, and carries flights over it until there
 * are no more, or others wait. Thread-safe; each worker calls it for its own turns.
 */
final class Courier {
    private static final Logger LOGGER = LoggerFactory.getLogger(Courier.class);
    private static final Duration MOMENT = Duration.ofMillis(200);

    /** The most flights over one link, since some servers count. */
    private static final int FLIGHTS_PER_LINK = 100;

    private final Schedule schedule;
    private final Recorder recorder;
    private final Carriers carriers;
    private final NextHops nextHops;
    private final IdleLinks idleLinks;
    private final RetrySchedule retries;
    private final Journal journal;
    private final Clock clock;
    private final Set<Carrier.Link> inUse = ConcurrentHashMap.newKeySet();

    Courier(
            Schedule schedule,
            Recorder recorder,
            Carriers carriers,
            NextHops nextHops,
            IdleLinks idleLinks,
            RetrySchedule retries,
            Journal journal,
            Clock clock) {
        this.schedule = schedule;
        this.recorder = recorder;
        this.carriers = carriers;
        this.nextHops = nextHops;
        this.idleLinks = idleLinks;
        this.retries = retries;
        this.journal = journal;
        this.clock = clock;
    }

    /** Serves a destination until its turn ends. */
    void serve(Assignment turn) {
        try {
            if (turn.hop() instanceof Hop.Domain domain) {
                lookUp(turn, domain);
            } else {
                carry(turn);
            }
        } finally {
            schedule.leave(turn);
        }
    }

    /** Finds the servers of a domain, and sends its flights on to them. */
    private void lookUp(Assignment turn, Hop.Domain domain) {
        NextHops.Found found = find(domain);
        List<Flight> flights = new ArrayList<>(List.of(turn.flight()));
        flights.addAll(schedule.drain(turn));
        for (Flight flight : flights) {
            if (found instanceof NextHops.Found.At at) {
                schedule.add(flight.to(at.servers()));
            } else if (found instanceof NextHops.Found.Never never) {
                settleAll(flight, new Answer(Answer.Kind.REFUSED, "", never.reason()));
            } else if (found instanceof NextHops.Found.NoDomain none) {
                settleAll(flight, new Answer(Answer.Kind.NO_DOMAIN, "", none.reason()));
            } else if (found instanceof NextHops.Found.Unknown unknown) {
                settleAll(flight, new Answer(Answer.Kind.DEFERRED, "", unknown.reason()));
            }
        }
    }

    private NextHops.Found find(Hop.Domain domain) {
        try {
            return nextHops.find(domain.name());
        } catch (RuntimeException e) {
            LOGGER.error("the servers of {} cannot be looked up", LogText.neutral(domain.name()), LogText.neutral(e));
            return new NextHops.Found.Unknown("the servers of " + domain.name() + " cannot be looked up");
        }
    }

    /** Ends all links that are in use. The threads that use them get what is known. */
    void abort() {
        inUse.forEach(Carrier.Link::abort);
    }

    private void carry(Assignment turn) {
        Flight flight = turn.flight();
        Carrier.Link link = idleLinks.take(turn.hop().key()).orElse(null);
        boolean isFresh = false;
        for (int flights = 0; flight != null; ) {
            if (link == null || !link.isOpen() || flights >= FLIGHTS_PER_LINK) {
                close(link);
                link = open(turn, flight);
                isFresh = true;
                flights = 0;
                if (link == null) {
                    return;
                }
            }
            flights++;
            Map<Address, Answer> answers = send(link, flight);
            if (answers.isEmpty()) {
                close(link);
                link = null;
                if (isFresh) {
                    flight = failedAtOnce(flight, turn);
                }
                continue;
            }
            isFresh = false;
            Optional<Flight> rest = settle(flight, answers);
            flight = rest.isPresent() || !isWritten(flight.chunk())
                    ? rest.orElse(null)
                    : schedule.next(turn).orElse(null);
        }
        if (link != null && link.isOpen() && !schedule.isStopped()) {
            idleLinks.keep(turn.hop().key(), link);
        } else {
            close(link);
        }
    }

    /**
     * Writes down what is known of a chunk before the next one begins: so a crash repeats at most one chunk for each
     * link. Returns false if the store is away.
     */
    private boolean isWritten(TakenChunk chunk) {
        try {
            recorder.write(chunk);
            return true;
        } catch (StoreUnavailableException e) {
            LOGGER.debug("what was delivered waits to be written down", LogText.neutral(e));
            return false;
        }
    }

    /** Defers a flight whose link ended twice before anything was begun. */
    private Flight failedAtOnce(Flight flight, Assignment turn) {
        settleAll(flight, new Answer(Answer.Kind.DEFERRED, "", "the server ends its connections at once"));
        return schedule.next(turn).orElse(null);
    }

    private static void close(Carrier.Link link) {
        if (link != null) {
            link.close();
        }
    }

    private Carrier.Link open(Assignment turn, Flight flight) {
        try {
            Carrier.Link link =
                    carriers.of(turn.hop()).open(turn.hop(), flight.chunk().chunk());
            schedule.answered(turn);
            return link;
        } catch (NoLinkException e) {
            switch (e.kind()) {
                case FULL -> schedule.putBack(turn, flight, MOMENT.toNanos());
                case PERMANENT -> {
                    schedule.answered(turn);
                    settleAll(flight, new Answer(Answer.Kind.REFUSED, e.server(), e.getMessage()));
                }
                case TEMPORARY -> rest(turn, flight, new Answer(Answer.Kind.DEFERRED, e.server(), e.getMessage()));
            }
            return null;
        }
    }

    /**
     * Lets a destination rest. Its other flights wait as long, and that is no attempt of theirs.
     */
    private void rest(Assignment turn, Flight flight, Answer answer) {
        int failures = schedule.failed(turn);
        if (failures == 0) {
            schedule.putBack(turn, flight, MOMENT.toNanos());
            return;
        }
        Duration rest = retries.rest(failures);
        settleAll(flight, answer);
        Instant now = clock.instant();
        for (Flight waiting : schedule.rest(turn, rest.toNanos())) {
            note(
                    waiting.chunk(),
                    waiting.recipients().stream()
                            .collect(Collectors.toMap(
                                    Due::address, due -> unattempted(waiting, due, answer, now, now.plus(rest)))));
        }
    }

    private Attempt unattempted(Flight flight, Due due, Answer answer, Instant now, Instant next) {
        Instant received = flight.chunk().chunk().posting().receivedAt();
        return next.isAfter(received.plus(retries.patience()))
                ? new Attempt(RecipientState.FAILED, answer.server(), givenUp(answer), due.attempts(), now, null)
                : new Attempt(RecipientState.WAITING, answer.server(), answer.words(), due.attempts(), now, next);
    }

    private Map<Address, Answer> send(Carrier.Link link, Flight flight) {
        List<Address> recipients =
                flight.recipients().stream().map(Due::address).toList();
        inUse.add(link);
        try {
            return link.send(flight.chunk().chunk(), recipients);
        } catch (RuntimeException e) {
            LOGGER.error(
                    "a chunk of posting {} cannot be sent",
                    flight.chunk().chunk().posting().id(),
                    LogText.neutral(e));
            link.abort();
            Answer answer = new Answer(Answer.Kind.DEFERRED, "", "an error of this server; its log says more");
            return recipients.stream().collect(Collectors.toMap(address -> address, address -> answer));
        } finally {
            inUse.remove(link);
        }
    }

    /** Notes what the answers mean, and returns the rest of the flight that goes on at once. */
    private Optional<Flight> settle(Flight flight, Map<Address, Answer> answers) {
        Map<Address, Attempt> attempts = new HashMap<>();
        List<Due> otherWay = new ArrayList<>();
        List<Due> again = new ArrayList<>();
        Instant now = clock.instant();
        for (Due due : flight.recipients()) {
            Answer answer = answers.get(due.address());
            switch (answer.kind()) {
                case ONCE_MORE -> again.add(due);
                case OTHER_WAY -> otherWay.add(due);
                default -> attempts.put(due.address(), attempt(due, answer, now));
            }
        }
        if (again.size() == flight.recipients().size()) {
            again.forEach(due -> attempts.put(due.address(), attempt(due, deferred(answers.get(due.address())), now)));
            again.clear();
        }
        note(flight.chunk(), attempts);
        if (!otherWay.isEmpty()) {
            String processor = flight.chunk().chunk().posting().route().remoteProcessor();
            schedule.add(flight.to(new Hop.Processor(processor, false)).with(otherWay));
        }
        return again.isEmpty() ? Optional.empty() : Optional.of(flight.with(again));
    }

    private static Answer deferred(Answer answer) {
        return new Answer(Answer.Kind.DEFERRED, answer.server(), answer.words());
    }

    private void settleAll(Flight flight, Answer answer) {
        Instant now = clock.instant();
        note(
                flight.chunk(),
                flight.recipients().stream().collect(Collectors.toMap(Due::address, due -> attempt(due, answer, now))));
    }

    private void note(TakenChunk chunk, Map<Address, Attempt> attempts) {
        if (!attempts.isEmpty()) {
            journal.note(chunk.chunk(), attempts);
            recorder.note(chunk, attempts);
        }
    }

    private Attempt attempt(Due due, Answer answer, Instant now) {
        int attempts = due.attempts() + 1;
        return switch (answer.kind()) {
            case DELIVERED -> settled(RecipientState.DELIVERED, answer, answer.words(), attempts, now);
            case HANDED_OVER -> settled(RecipientState.HANDED_OVER, answer, answer.words(), attempts, now);
            case REFUSED -> settled(RecipientState.FAILED, answer, answer.words(), attempts, now);
            case NO_DOMAIN -> attempts > retries.domainRetries()
                    ? settled(RecipientState.FAILED, answer, answer.words(), attempts, now)
                    : waiting(answer, attempts, now);
            default -> waiting(answer, attempts, now);
        };
    }

    private Attempt waiting(Answer answer, int attempts, Instant now) {
        return retries.next(attempts, now)
                .map(next -> new Attempt(RecipientState.WAITING, answer.server(), answer.words(), attempts, now, next))
                .orElseGet(() -> settled(RecipientState.FAILED, answer, givenUp(answer), attempts, now));
    }

    private static Attempt settled(RecipientState state, Answer answer, String words, int attempts, Instant now) {
        return new Attempt(state, answer.server(), words, attempts, now, null);
    }

    private static String givenUp(Answer last) {
        return "4.4.7 given up; the last answer was: " + last.words();
    }
}
