// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.mailgroups.audit.LogText;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.DueChunk.Due;
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

    private static final Answer OWN_ERROR =
            new Answer(Answer.Kind.DEFERRED, "", "4.3.0 an error of this server; its log says more");

    private final Schedule schedule;
    private final Recorder recorder;
    private final Carriers carriers;
    private final NextHops nextHops;
    private final IdleLinks idleLinks;
    private final RetrySchedule retries;
    private final Attempts attempts;
    private final Journal journal;
    private final Set<Carrier.Link> inUse = ConcurrentHashMap.newKeySet();

    Courier(
            Schedule schedule,
            Recorder recorder,
            Carriers carriers,
            NextHops nextHops,
            IdleLinks idleLinks,
            RetrySchedule retries,
            Attempts attempts,
            Journal journal) {
        this.schedule = schedule;
        this.recorder = recorder;
        this.carriers = carriers;
        this.nextHops = nextHops;
        this.idleLinks = idleLinks;
        this.retries = retries;
        this.attempts = attempts;
        this.journal = journal;
    }

    /** Puts a flight in line, or gives it back to the store if its destination takes none now. */
    void send(Flight flight) {
        schedule.add(flight).ifPresent(pause -> waits(flight, pause.reason(), Duration.ofNanos(pause.nanos())));
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
                send(flight.to(at.servers()));
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

    /** Carries flights until there are no more. A flight that an error hits is tried later, as others are. */
    private void carry(Assignment turn) {
        Flight flight = turn.flight();
        Carrier.Link link = null;
        try {
            link = idleLinks.take(turn.hop().key()).orElse(null);
            boolean isFresh = false;
            // When work has stopped, a flight that is not begun stays with its chunk, which is given back.
            for (int flights = 0; flight != null && !schedule.isStopped(); ) {
                if (link == null || !link.isOpen() || flights >= FLIGHTS_PER_LINK) {
                    close(link);
                    link = open(turn, flight);
                    isFresh = true;
                    flights = 0;
                    if (link == null) {
                        return;
                    }
                    continue;
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
        } catch (RuntimeException | Error e) {
            LOGGER.error(
                    "copies to {} cannot be sent", LogText.neutral(turn.hop().key()), LogText.neutral(e));
            if (link != null) {
                link.abort();
            }
            if (flight != null) {
                settleAll(flight, OWN_ERROR);
            }
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
        settleAll(flight, new Answer(Answer.Kind.DEFERRED, "", "4.4.2 the server ends its connections at once"));
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
                case FULL -> schedule.full(turn, flight, MOMENT.toNanos(), deferred(e));
                case PERMANENT -> {
                    schedule.answered(turn);
                    settleAll(flight, new Answer(Answer.Kind.REFUSED, e.server(), e.getMessage()));
                }
                case TEMPORARY -> rest(turn, flight, deferred(e));
            }
            return null;
        } catch (RuntimeException e) {
            LOGGER.error("there is no way to {}", LogText.neutral(turn.hop().key()), LogText.neutral(e));
            rest(turn, flight, OWN_ERROR);
            return null;
        }
    }

    private static Answer deferred(NoLinkException failure) {
        return new Answer(Answer.Kind.DEFERRED, failure.server(), failure.getMessage());
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
        schedule.rest(turn, rest.toNanos(), answer).forEach(waiting -> waits(waiting, answer, rest));
    }

    private Map<Address, Answer> send(Carrier.Link link, Flight flight) {
        List<Address> recipients =
                flight.recipients().stream().map(Due::address).toList();
        inUse.add(link);
        try {
            return link.send(flight.chunk().chunk(), recipients);
        } finally {
            inUse.remove(link);
        }
    }

    /** Notes what the answers mean, and returns the rest of the flight that goes on at once. */
    private Optional<Flight> settle(Flight flight, Map<Address, Answer> answers) {
        Map<Address, Attempt> settled = new HashMap<>();
        List<Due> again = new ArrayList<>();
        for (Due due : flight.recipients()) {
            Answer answer = answers.getOrDefault(due.address(), OWN_ERROR);
            switch (answer.kind()) {
                case ONCE_MORE -> again.add(due);
                default -> settled.put(due.address(), attempts.of(due, answer));
            }
        }
        if (again.size() == flight.recipients().size()) {
            // To go on would go round: not one of them is settled.
            again.forEach(due -> settled.put(due.address(), attempts.of(due, answers.get(due.address()))));
            again.clear();
        }
        note(flight.chunk(), settled);
        return again.isEmpty() ? Optional.empty() : Optional.of(flight.with(again));
    }

    private void settleAll(Flight flight, Answer answer) {
        note(flight.chunk(), attempts.all(flight, answer));
    }

    private void waits(Flight flight, Answer reason, Duration pause) {
        note(flight.chunk(), attempts.none(flight, reason, pause));
    }

    private void note(TakenChunk chunk, Map<Address, Attempt> noted) {
        if (!noted.isEmpty()) {
            recorder.note(chunk, noted);
            journal.note(chunk.chunk(), noted);
        }
    }
}
