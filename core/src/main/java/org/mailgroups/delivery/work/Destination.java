// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The flights that wait for one hop, and how the hop has behaved lately. Guarded by the lock of {@link Schedule}. */
final class Destination {
    private final Hop hop;
    private final Map<UUID, Deque<Flight>> byPosting = new LinkedHashMap<>();
    private final int mostAtOnce;
    private int limit;
    private int inUse;
    private int failures;
    private boolean answers;
    private long restUntil;
    private boolean rests;
    private boolean inLine;

    private Destination(Hop hop, int limit, int mostAtOnce, boolean answers) {
        this.hop = hop;
        this.limit = limit;
        this.mostAtOnce = mostAtOnce;
        this.answers = answers;
    }

    /** Returns a destination of which nothing is known. */
    static Destination of(Hop hop, WorkLimits limits) {
        if (hop instanceof Hop.Processor) {
            return new Destination(hop, limits.handOversAtOnce(), limits.handOversAtOnce(), true);
        }
        if (hop instanceof Hop.Domain) {
            return new Destination(hop, 1, 1, false);
        }
        int first = Math.min(limits.firstConnections(), limits.connectionsPerHop());
        return new Destination(hop, first, limits.connectionsPerHop(), false);
    }

    Hop hop() {
        return hop;
    }

    void add(Flight flight) {
        byPosting
                .computeIfAbsent(flight.chunk().chunk().posting().id(), posting -> new ArrayDeque<>())
                .add(flight);
    }

    void addFirst(Flight flight) {
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
        return flights;
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
        failures = 0;
        limit = Math.min(mostAtOnce, limit * 2);
    }

    /** Notes that there was no answer, and returns how often in a row. After a rest, one connection tries. */
    int failed() {
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
