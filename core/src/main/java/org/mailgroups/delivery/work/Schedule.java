// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.mailgroups.delivery.carrier.Answer;
import org.mailgroups.delivery.carrier.Hop;

/**
 * Says whose turn it is.
 *
 * <p>Destinations take turns, and so do the postings at one destination. So neither a posting with a million members
 * nor a server that is slow holds up others. A turn costs a look at the head of two lines.
 *
 * <p>The idea is that of Postfix' queue manager, with a difference. Destinations that have not
 * answered, be they new or down, stand in a line of their own, from which only some of the workers are fed: black
 * holes hold a worker for minutes, and there may be hundreds of them.
 *
 * <p>A destination that fails rests. Its flights are given back at once, so that they wait in the store and not here.
 *
 * <p>Thread-safe.
 */
final class Schedule {
    private static final int MOST_REMEMBERED = 10_000;

    private final WorkLimits limits;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Destination> destinations = new LinkedHashMap<>(64, 0.75f, true);
    private final Deque<Destination> answering = new ArrayDeque<>();
    private final Deque<Destination> silent = new ArrayDeque<>();
    private final PriorityQueue<Destination> resting =
            new PriorityQueue<>((one, other) -> Long.signum(one.restUntil() - other.restUntil()));
    private int busySilently;
    private boolean isSilentTurn;
    private int idle;
    private boolean stopped;

    Schedule(WorkLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /**
     * Adds a flight behind the others of its posting.
     *
     * @return for how long it must wait elsewhere, if it was not added
     */
    Optional<Pause> add(Flight flight) {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            wakeRested(now);
            Destination destination = destination(flight.hop());
            Optional<Pause> pause = destination.pause(flight, now);
            if (pause.isEmpty()) {
                destination.add(flight);
                line(destination);
            }
            return pause;
        } finally {
            lock.unlock();
        }
    }

    private Destination destination(Hop hop) {
        Destination destination = destinations.get(hop.key());
        if (destination == null) {
            forgetSome();
            destination = Destination.of(hop, limits);
            destinations.put(hop.key(), destination);
        }
        return destination;
    }

    /** Forgets the destination that was used least lately, if there are many. */
    private void forgetSome() {
        if (destinations.size() >= MOST_REMEMBERED) {
            Iterator<Destination> oldest = destinations.values().iterator();
            for (int looks = 0; looks < 100 && oldest.hasNext(); looks++) {
                if (oldest.next().isForgettable()) {
                    oldest.remove();
                    return;
                }
            }
        }
    }

    /** Puts a destination in line if a worker could serve it. */
    private void line(Destination destination) {
        if (destination.hasWork() && !destination.isInLine()) {
            destination.setInLine(true);
            (destination.answers() ? answering : silent).add(destination);
            changed.signal();
        }
    }

    /**
     * Waits for a turn.
     *
     * @param patienceNanos how long to wait at most
     * @return empty if there was none in that time, or if work has stopped
     */
    Optional<Assignment> take(long patienceNanos) throws InterruptedException {
        lock.lock();
        try {
            long deadline = nanoTime.getAsLong() + patienceNanos;
            while (!stopped) {
                long now = nanoTime.getAsLong();
                wakeRested(now);
                Destination next = nextInLine();
                if (next != null) {
                    return Optional.of(assign(next));
                }
                long wait = Math.min(deadline - now, untilNextWakes(now));
                if (deadline - now <= 0) {
                    return Optional.empty();
                }
                idle++;
                try {
                    changed.await(Math.max(wait, 1), TimeUnit.NANOSECONDS);
                } finally {
                    idle--;
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void wakeRested(long now) {
        while (!resting.isEmpty() && resting.peek().restUntil() - now <= 0) {
            Destination rested = resting.remove();
            rested.wake();
            line(rested);
        }
    }

    private long untilNextWakes(long now) {
        return resting.isEmpty() ? Long.MAX_VALUE : resting.peek().restUntil() - now;
    }

    /** The lines take turns, or new destinations would wait until all others have nothing more to do. */
    private Destination nextInLine() {
        isSilentTurn = !isSilentTurn && busySilently < limits.silentWorkers();
        Destination next = poll(isSilentTurn ? silent : answering);
        if (next == null && isSilentTurn) {
            return poll(answering);
        }
        return next == null && busySilently < limits.silentWorkers() ? poll(silent) : next;
    }

    /** Takes the first out of a line that still has work, and still belongs there. */
    private Destination poll(Deque<Destination> line) {
        for (Destination next = line.poll(); next != null; next = line.poll()) {
            next.setInLine(false);
            if (next.answers() == (line == answering) && next.hasWork()) {
                return next;
            }
            line(next);
        }
        return null;
    }

    private Assignment assign(Destination destination) {
        boolean silently = !destination.answers();
        Flight flight = destination.next();
        destination.occupy();
        if (silently) {
            busySilently++;
        }
        line(destination);
        return new Assignment(destination, flight, silently);
    }

    /**
     * Returns the next flight for a worker that has a link to a destination. It is empty if there is none, or if others
     * wait for a worker.
     */
    Optional<Flight> next(Assignment assignment) {
        lock.lock();
        try {
            Destination destination = assignment.destination();
            boolean othersWait = idle == 0 && (!answering.isEmpty() || mayServeSilent());
            if (stopped || othersWait || destination.isEmpty() || destination.rests()) {
                return Optional.empty();
            }
            return Optional.of(destination.next());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the next flight for a worker that has served some recipients of a chunk: the rest of it, unless others
     * wait. Then the rest comes when they had their turn.
     */
    Optional<Flight> next(Assignment assignment, Flight rest) {
        lock.lock();
        try {
            assignment.destination().addFirst(rest);
            return next(assignment);
        } finally {
            lock.unlock();
        }
    }

    private boolean mayServeSilent() {
        return !silent.isEmpty() && busySilently < limits.silentWorkers();
    }

    /** Ends a worker's turn. */
    void leave(Assignment assignment) {
        lock.lock();
        try {
            assignment.destination().release();
            speak(assignment);
            line(assignment.destination());
        } finally {
            lock.unlock();
        }
    }

    private void speak(Assignment assignment) {
        if (assignment.isSilent()) {
            assignment.setSilent(false);
            busySilently--;
            changed.signal();
        }
    }

    /** Notes that a destination has answered, whatever it said. */
    void answered(Assignment assignment) {
        lock.lock();
        try {
            Destination destination = assignment.destination();
            if (!destination.answers() && destination.isInLine()) {
                // It waits no more behind those that may be black holes.
                silent.remove(destination);
                destination.setInLine(false);
            }
            destination.answered();
            speak(assignment);
            line(destination);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Puts a flight back in front, and lets its destination rest for a moment. Nobody has failed.
     *
     * @param nanos how long
     */
    void putBack(Assignment assignment, Flight flight, long nanos) {
        lock.lock();
        try {
            assignment.destination().addFirst(flight);
            rest(assignment.destination(), nanos);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Puts a flight back in front, since its destination takes nothing more now, and lets it rest for a moment. Nobody
     * has failed.
     *
     * @param nanos how long
     * @param reason what it says about it
     */
    void full(Assignment assignment, Flight flight, long nanos, Answer reason) {
        lock.lock();
        try {
            assignment.destination().full(reason);
            putBack(assignment, flight, nanos);
        } finally {
            lock.unlock();
        }
    }

    /** Lets a destination rest, longer if it rests already. */
    private void rest(Destination destination, long nanos) {
        long until = nanoTime.getAsLong() + nanos;
        if (!destination.rests() || until - destination.restUntil() > 0) {
            resting.remove(destination);
            destination.restUntil(until);
            resting.add(destination);
            changed.signal();
        }
    }

    /**
     * Notes that there was no way to a destination, and returns how often that was so in a row. It is never, if others
     * have connections to it: then it wants no more of them, and will get no more.
     */
    int failed(Assignment assignment) {
        lock.lock();
        try {
            Destination destination = assignment.destination();
            return destination.answers() && destination.serveFewer() ? 0 : destination.failed();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets a destination rest that has failed.
     *
     * @param reason why
     * @return the flights that waited for it, for which nothing will be done here
     */
    List<Flight> rest(Assignment assignment, long nanos, Answer reason) {
        lock.lock();
        try {
            assignment.destination().failedFor(reason);
            rest(assignment.destination(), nanos);
            return assignment.destination().drain();
        } finally {
            lock.unlock();
        }
    }

    /** Takes out all flights of a destination. */
    List<Flight> drain(Assignment assignment) {
        lock.lock();
        try {
            return assignment.destination().drain();
        } finally {
            lock.unlock();
        }
    }

    /** Removes all flights of some postings. */
    void remove(Set<UUID> postings) {
        lock.lock();
        try {
            destinations.values().forEach(destination -> destination.remove(postings));
        } finally {
            lock.unlock();
        }
    }

    /** Ends the work: nobody gets a turn any more. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many destinations it has not forgotten. */
    int remembered() {
        lock.lock();
        try {
            return destinations.size();
        } finally {
            lock.unlock();
        }
    }

    boolean isStopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }
}
