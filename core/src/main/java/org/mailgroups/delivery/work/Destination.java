// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.mailgroups.delivery.carrier.Answer;
import org.mailgroups.delivery.carrier.Hop;

/** The flights that wait for one hop, and how the hop has behaved lately. Guarded by the lock of {@link Schedule}. */
final class Destination {
    /** The flights of one posting that may wait, however many others do. */
    private static final int FEW = 20;

    private final Hop hop;
    private final Map<UUID, Deque<Flight>> byPosting = new LinkedHashMap<>();
    private final int mostAtOnce;
    private final int mostWaiting;
    private int waiting;
    private int limit;
    private int inUse;
    private int failures;
    private boolean answers;
    private boolean isFull;
    private Answer reason = new Answer(Answer.Kind.DEFERRED, "", "4.4.1 others wait for its answer");
    private long restUntil;
    private boolean rests;
    private boolean inLine;

    private Destination(Hop hop, int limit, int mostAtOnce, int mostWaiting, boolean answers) {
        this.hop = hop;
        this.limit = limit;
        this.mostAtOnce = mostAtOnce;
        this.mostWaiting = mostWaiting;
        this.answers = answers;
    }

    /** Returns a destination of which nothing is known. */
    static Destination of(Hop hop, WorkLimits limits) {
        int mostWaiting = Math.max(1, limits.chunksInMemory() / 2);
        if (hop instanceof Hop.Processor processor) {
            int atOnce = processor.local() ? limits.mailboxesAtOnce() : limits.handOversAtOnce();
            return new Destination(hop, atOnce, atOnce, mostWaiting, true);
        }
        if (hop instanceof Hop.Domain) {
            return new Destination(hop, 1, 1, mostWaiting, false);
        }
        int first = Math.min(limits.firstConnections(), limits.connectionsPerHop());
        return new Destination(hop, first, limits.connectionsPerHop(), mostWaiting, false);
    }

    Hop hop() {
        return hop;
    }

    /**
     * Returns for how long a flight must wait elsewhere; empty if it may wait here. Those for a hop that rests would
     * only fill the memory, and so would many for a hop that takes nothing now. One is enough to try a hop again.
     */
    Optional<Pause> pause(Flight flight, long now) {
        if (failures > 0 && rests) {
            return Optional.of(new Pause(Math.max(0, restUntil - now), reason));
        }
        boolean isTried = failures > 0 && (inUse > 0 || waiting > 0);
        boolean isTooMuch = (isFull || !answers) && waiting >= mostWaiting && waitingOf(flight) >= FEW;
        return isTried || isTooMuch ? Optional.of(new Pause(Pause.A_WHILE, reason)) : Optional.empty();
    }

    private int waitingOf(Flight flight) {
        Deque<Flight> flights = byPosting.get(flight.chunk().chunk().posting().id());
        return flights == null ? 0 : flights.size();
    }

    void add(Flight flight) {
        waiting++;
        byPosting
                .computeIfAbsent(flight.chunk().chunk().posting().id(), posting -> new ArrayDeque<>())
                .add(flight);
    }

    void addFirst(Flight flight) {
        waiting++;
        byPosting
                .computeIfAbsent(flight.chunk().chunk().posting().id(), posting -> new ArrayDeque<>())
                .addFirst(flight);
    }

    /** Takes out the next flight; postings take turns. */
    Flight next() {
        Map.Entry<UUID, Deque<Flight>> first = byPosting.entrySet().iterator().next();
        UUID posting = first.getKey();
        Deque<Flight> flights = first.getValue();
        Flight flight = flights.remove();
        waiting--;
        byPosting.remove(posting);
        if (!flights.isEmpty()) {
            byPosting.put(posting, flights);
        }
        return flight;
    }

    /** Takes out all flights. */
    List<Flight> drain() {
        List<Flight> flights = new ArrayList<>();
        byPosting.values().forEach(flights::addAll);
        byPosting.clear();
        waiting = 0;
        return flights;
    }

    /** Removes the flights of some postings. */
    void remove(Set<UUID> postings) {
        for (UUID posting : postings) {
            Deque<Flight> flights = byPosting.remove(posting);
            waiting -= flights == null ? 0 : flights.size();
        }
    }

    boolean isEmpty() {
        return byPosting.isEmpty();
    }

    /** Returns whether one more worker could serve it now. */
    boolean hasWork() {
        return !byPosting.isEmpty() && inUse < limit && !rests;
    }

    boolean isForgettable() {
        return byPosting.isEmpty() && inUse == 0 && !rests;
    }

    void occupy() {
        inUse++;
    }

    void release() {
        inUse--;
    }

    /** Notes that the hop has answered: it gets more connections each time. */
    void answered() {
        answers = true;
        isFull = false;
        failures = 0;
        limit = Math.min(mostAtOnce, limit * 2);
    }

    /** Notes that the hop takes nothing more now, and why. */
    void full(Answer why) {
        isFull = true;
        reason = why;
    }

    /**
     * Notes that there was no answer, and returns how often in a row. Connections that fail together are one failure.
     * After a rest, one connection tries.
     */
    int failed() {
        if (failures > 0 && rests) {
            return failures;
        }
        answers = hop instanceof Hop.Processor;
        limit = answers ? limit : 1;
        return ++failures;
    }

    /** Takes no more connections than are in use without this one. Returns whether there are any. */
    boolean serveFewer() {
        if (inUse < 2) {
            return false;
        }
        limit = inUse - 1;
        return true;
    }

    boolean answers() {
        return answers;
    }

    /** Notes why the hop rests. */
    void failedFor(Answer why) {
        reason = why;
    }

    void restUntil(long nanos) {
        rests = true;
        restUntil = nanos;
    }

    long restUntil() {
        return restUntil;
    }

    void wake() {
        rests = false;
    }

    boolean rests() {
        return rests;
    }

    boolean isInLine() {
        return inLine;
    }

    void setInLine(boolean inLine) {
        this.inLine = inLine;
    }
}
