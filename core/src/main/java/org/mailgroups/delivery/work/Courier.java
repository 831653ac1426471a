// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.mailgroups.audit.LogText;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.DueChunk.Due;
import org.mailgroups.delivery.carrier.Answer;
import org.mailgroups.delivery.carrier.Carrier;
import org.mailgroups.delivery.carrier.Carriers;
import org.mailgroups.delivery.carrier.Hop;
import org.mailgroups.delivery.carrier.NextHops;
import org.mailgroups.delivery.carrier.NoLinkException;
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
    private final TakenChunks taken;
    private final Set<Carrier.Link> inUse = ConcurrentHashMap.newKeySet();

    Courier(
            Schedule schedule,
            Recorder recorder,
            Carriers carriers,
            NextHops nextHops,
            IdleLinks idleLinks,
            RetrySchedule retries,
            Attempts attempts,
            Journal journal,
            TakenChunks taken) {
        this.schedule = schedule;
        this.recorder = recorder;
        this.carriers = carriers;
        this.nextHops = nextHops;
        this.idleLinks = idleLinks;
        this.retries = retries;
        this.attempts = attempts;
        this.journal = journal;
        this.taken = taken;
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
            try {
                goOn(flight, found);
            } catch (RuntimeException | Error e) {
                // The other flights have no part in it.
                broken(flight, e);
            }
        }
    }

    private void goOn(Flight flight, NextHops.Found found) {
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

    private NextHops.Found find(Hop.Domain domain) {
        try {
            return nextHops.find(domain.name());
        } catch (RuntimeException | Error e) {
            // A look-up is code of others, too. All flights to this domain would be lost to this node.
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
        Trip trip = new Trip(turn);
        try {
            trip.run();
        } catch (RuntimeException | Error e) {
            // Whatever a carrier throws, its flight is tried later, and the link is not used again.
            trip.breakOff(e);
        }
    }

    /** The flights of one turn, over one link after the other. */
    private final class Trip {
        private final Assignment turn;
        private Flight flight;

        /** Null if there is none. */
        private UsedLink link;

        /** The chunk that went over the link before; null if there is none. */
        private TakenChunk before;

        Trip(Assignment turn) {
            this.turn = turn;
            this.flight = turn.flight();
        }

        void run() {
            link = idleLinks.take(turn.hop().key()).map(UsedLink::ofBefore).orElse(null);
            // When work has stopped, a flight that is not begun stays with its chunk, which is given back.
            while (flight != null && !schedule.isStopped()) {
                if (!taken.has(flight.chunk().chunk())) {
                    flight = next();
                } else if (link == null || !link.takesMore()) {
                    openLink();
                } else {
                    sendFlight();
                }
            }
            if (before != null) {
                isWritten(before);
            }
            if (link != null && link.isOpen() && !schedule.isStopped()) {
                idleLinks.keep(turn.hop().key(), link.link());
            } else {
                closeLink();
            }
        }

        private void closeLink() {
            if (link != null) {
                link.link().close();
                link = null;
            }
        }

        private Flight next() {
            return schedule.next(turn).orElse(null);
        }

        /** Returns what comes next, when some of a chunk is open. Null if this turn is over. */
        private Flight inTurn(Flight rest) {
            return schedule.next(turn, rest).orElse(null);
        }

        private void openLink() {
            closeLink();
            link = open(turn, flight).map(UsedLink::ofNow).orElse(null);
            if (link == null) {
                flight = null;
            }
        }

        private void sendFlight() {
            Barrier barrier = new Barrier(flight.chunk().chunk(), before);
            Map<Address, Answer> answers = send(link.next(), flight, barrier);
            if (barrier.isBroken()) {
                // Nobody gets a turn before the store is back.
                schedule.putBack(turn, flight, 0);
                before = null;
                flight = null;
            } else if (answers.isEmpty()) {
                linkHadEnded();
            } else {
                link.hasAnswered();
                before = flight.chunk();
                flight = settle(flight, answers).map(this::inTurn).orElseGet(this::next);
            }
        }

        /** A flight whose link ended before anything was begun goes over another one, but only once. */
        private void linkHadEnded() {
            boolean isFresh = link.isFresh();
            closeLink();
            if (isFresh) {
                settleAll(
                        flight, new Answer(Answer.Kind.DEFERRED, "", "4.4.2 the server ends its connections at once"));
                flight = next();
            }
        }

        void breakOff(Throwable error) {
            if (link != null) {
                link.link().abort();
            }
            if (flight != null) {
                broken(flight, error);
            }
        }
    }

    /**
     * Defers a flight that an error has hit. If not even that can be noted, this node lets go of the chunk: it is tried
     * again when its lease has ended.
     */
    private void broken(Flight flight, Throwable error) {
        LOGGER.error(
                "copies of posting {} to {} cannot be sent",
                flight.chunk().chunk().posting().id(),
                LogText.neutral(flight.hop().key()),
                LogText.neutral(error));
        try {
            settleAll(flight, OWN_ERROR);
        } catch (RuntimeException | Error e) {
            taken.remove(flight.chunk().chunk());
            throw e;
        }
    }

    /** Writes down what is known of a chunk. Returns false if that fails: the clerk tries again, and says why. */
    private boolean isWritten(TakenChunk chunk) {
        try {
            recorder.write(chunk);
            return true;
        } catch (RuntimeException e) {
            // The recorder tries again, and tells of it. The caller stops sending meanwhile.
            LOGGER.debug("what was delivered waits to be written down", LogText.neutral(e));
            return false;
        }
    }

    /**
     * What a flight must pass before its recipients can have the copy: the outcome of the flight before it is written
     * down, and the chunk is still this node's. So a crash repeats at most one chunk for each link, and a link does not
     * stand still meanwhile.
     */
    private final class Barrier implements Runnable {
        private final DueChunk chunk;
        private final TakenChunk before;
        private boolean isBroken;

        /** @param before null if there is none */
        Barrier(DueChunk chunk, TakenChunk before) {
            this.chunk = chunk;
            this.before = before;
        }

        @Override
        public void run() {
            if (before != null && !isWritten(before)) {
                isBroken = true;
                throw new StoreUnavailableException("the outcome of the chunk before is not written", null);
            }
            if (!taken.has(chunk)) {
                isBroken = true;
                throw new StoreUnavailableException("another node may have the chunk by now", null);
            }
        }

        boolean isBroken() {
            return isBroken;
        }
    }

    private Optional<Carrier.Link> open(Assignment turn, Flight flight) {
        try {
            Carrier.Link link =
                    carriers.of(turn.hop()).open(turn.hop(), flight.chunk().chunk());
            schedule.answered(turn);
            return Optional.of(link);
        } catch (NoLinkException e) {
            switch (e.kind()) {
                case FULL -> schedule.full(turn, flight, MOMENT.toNanos(), deferred(e));
                case PERMANENT -> {
                    schedule.answered(turn);
                    settleAll(flight, new Answer(Answer.Kind.REFUSED, e.server(), e.getMessage()));
                }
                case TEMPORARY -> rest(turn, flight, deferred(e));
            }
            return Optional.empty();
        } catch (RuntimeException | Error e) {
            // Whatever a carrier throws, the destination rests. Else its flights would come again at once.
            LOGGER.error("there is no way to {}", LogText.neutral(turn.hop().key()), LogText.neutral(e));
            rest(turn, flight, OWN_ERROR);
            return Optional.empty();
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

    /** Returns no answer if the barrier broke: then nobody has got anything. */
    private Map<Address, Answer> send(Carrier.Link link, Flight flight, Barrier barrier) {
        List<Address> recipients =
                flight.recipients().stream().map(Due::address).toList();
        inUse.add(link);
        try {
            return link.send(flight.chunk().chunk(), recipients, barrier);
        } catch (StoreUnavailableException e) {
            if (barrier.isBroken()) {
                return Map.of();
            }
            throw e;
        } finally {
            inUse.remove(link);
        }
    }

    /** Notes what the answers mean, and returns the rest of the flight that goes on at once. */
    private Optional<Flight> settle(Flight flight, Map<Address, Answer> answers) {
        Instant now = attempts.now();
        Map<Address, Attempt> settled = new HashMap<>();
        List<Due> again = new ArrayList<>();
        for (Due due : flight.recipients()) {
            Answer answer = answers.getOrDefault(due.address(), OWN_ERROR);
            switch (answer.kind()) {
                case ONCE_MORE -> again.add(due);
                default -> settled.put(due.address(), attempts.of(due, answer, now));
            }
        }
        if (again.size() == flight.recipients().size()) {
            // To go on would go round: not one of them is settled.
            again.forEach(due -> settled.put(due.address(), attempts.of(due, answers.get(due.address()), now)));
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
            tell(chunk, noted);
        }
    }

    private void tell(TakenChunk chunk, Map<Address, Attempt> noted) {
        try {
            journal.note(chunk.chunk(), noted);
        } catch (RuntimeException e) {
            // A journal that breaks must not hold up delivery.
            LOGGER.error("nobody is told what became of {} copies", noted.size(), LogText.neutral(e));
        }
    }
}
