// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.delivery.ChunkResult;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.GroupOutcome;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingChunk;
import org.mailgroups.delivery.PostingStore;
import org.mailgroups.value.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers postings: takes chunks that are due, from memory right after a posting is written and from the store
 * otherwise, and works them off with a fixed number of threads.
 *
 * <p>A store that is away loses nothing: what is done waits in memory to be written, and nothing new is begun while
 * much of it waits. A crash repeats at most the chunks that were under way.
 *
 * <p>Memory is bounded by chunks. A new posting may always have a few there, so it begins at once, whatever else waits.
 *
 * <p>No thread is ever interrupted: it may be inside an embedded database. Thread-safe.
 */
public final class Delivery implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Delivery.class);

    /** How long a node that died keeps its chunks from others. */
    private static final Duration LEASE = Duration.ofSeconds(60);

    private static final Duration FARTHEST_LOOK = Duration.ofSeconds(1);
    private static final Duration BETWEEN_BATCHES = Duration.ofMillis(5);
    private static final Duration BETWEEN_SWEEPS = Duration.ofHours(1);

    /** How long what is on the wire may take when the server stops. */
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(3);

    /** The chunks of one posting that always find room, and that one look at the store takes. */
    private static final int ALWAYS = 20;

    /** Tells when something is due again. Not thread-safe. */
    private static final class Every {
        private final long nanos;
        private final LongSupplier nanoTime;
        private long next;

        Every(Duration pause, LongSupplier nanoTime) {
            this.nanos = pause.toNanos();
            this.nanoTime = nanoTime;
            this.next = nanoTime.getAsLong();
        }

        boolean isDue() {
            long now = nanoTime.getAsLong();
            if (now - next < 0) {
                return false;
            }
            next = now + nanos;
            return true;
        }
    }

    private record Key(Object posting, int number) {
        static Key of(DueChunk chunk) {
            return new Key(chunk.posting().id(), chunk.number());
        }
    }

    private final PostingStore store;
    private final WorkLimits limits;
    private final Schedule schedule;
    private final Recorder recorder;
    private final Dispatch dispatch;
    private final Courier courier;
    private final IdleLinks idleLinks;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final ConcurrentHashMap<Key, DueChunk> taken = new ConcurrentHashMap<>();
    private final Semaphore wakeFeeder = new Semaphore(0);
    private final List<Thread> workers = new ArrayList<>();
    private final List<Thread> clerks = new ArrayList<>();
    private volatile boolean closing;
    private volatile boolean closed;

    /** @param gateway the servers that all mail for others goes to; empty if their own servers are looked up */
    public Delivery(
            PostingStore store,
            Bodies bodies,
            Carriers carriers,
            NextHops nextHops,
            Optional<Hop.Servers> gateway,
            WorkLimits limits,
            RetrySchedule retries,
            Journal journal,
            Clock clock,
            LongSupplier nanoTime) {
        this.store = store;
        this.limits = limits;
        this.schedule = new Schedule(limits, nanoTime);
        this.recorder = new Recorder(store, bodies, nanoTime);
        this.dispatch = new Dispatch(schedule, nextHops, gateway);
        this.idleLinks = new IdleLinks(nanoTime);
        this.courier = new Courier(schedule, recorder, carriers, nextHops, idleLinks, retries, journal, clock);
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * Writes a posting, and begins to deliver it.
     *
     * @param chunks by number, from 0
     * @throws StoreUnavailableException if it cannot be written; then there is no such posting
     */
    public void accept(Posting posting, List<PostingChunk> chunks, Collection<GroupOutcome> outcomes) {
        int room = Math.max(Math.min(ALWAYS, 2 * limits.chunksInMemory() - taken.size()), room());
        List<DueChunk> first = store.add(posting, chunks, outcomes, Math.max(0, Math.min(room, chunks.size())));
        send(first);
        if (first.size() < chunks.size()) {
            wakeFeeder.release();
        }
    }

    private int room() {
        return limits.chunksInMemory() - taken.size();
    }

    private void send(List<DueChunk> chunks) {
        for (DueChunk chunk : chunks) {
            taken.put(Key.of(chunk), chunk);
            dispatch.send(chunk);
        }
    }

    /** Starts the threads. */
    public synchronized void start() {
        if (!clerks.isEmpty() || closing) {
            return;
        }
        clerks.add(thread("delivery-record", this::record));
        clerks.add(thread("delivery-feed", this::feed));
        for (int i = 1; i <= limits.workers(); i++) {
            workers.add(thread("delivery-" + i, this::work));
        }
        clerks.forEach(Thread::start);
        workers.forEach(Thread::start);
    }

    private static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private void work() {
        try {
            while (!schedule.isStopped()) {
                schedule.take(FARTHEST_LOOK.toNanos()).ifPresent(this::serve);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Assignment turn) {
        try {
            courier.serve(turn);
        } catch (RuntimeException | Error e) {
            // The chunk is repeated when its lease is over.
            LOGGER.error("a chunk for {} was left in the middle", turn.hop().key(), e);
        }
    }

    private void record() {
        boolean silenced = false;
        while (!closed) {
            try {
                writeBatch(false);
                silenced = false;
                pause(BETWEEN_BATCHES);
            } catch (StoreUnavailableException e) {
                if (!silenced) {
                    LOGGER.warn("what was delivered cannot be written down now; it is tried again", e);
                }
                silenced = true;
                pause(FARTHEST_LOOK);
            }
        }
    }

    private boolean writeBatch(boolean all) {
        List<ChunkResult> written = recorder.write(all);
        int before = taken.size();
        for (ChunkResult result : written) {
            if (result.last()) {
                taken.remove(new Key(result.posting(), result.number()));
            }
        }
        if (before >= limits.chunksInMemory() / 2 && taken.size() < limits.chunksInMemory() / 2) {
            wakeFeeder.release();
        }
        return !written.isEmpty();
    }

    private void feed() {
        boolean silenced = false;
        Every renewal = new Every(LEASE.dividedBy(3), nanoTime);
        Every sweep = new Every(BETWEEN_SWEEPS, nanoTime);
        while (!closing) {
            try {
                send(due());
                idleLinks.closeOld();
                if (renewal.isDue()) {
                    store.renew(Set.copyOf(taken.values()), LEASE);
                }
                if (sweep.isDue()) {
                    store.sweep(clock.instant());
                }
                silenced = false;
            } catch (StoreUnavailableException e) {
                if (!silenced) {
                    LOGGER.warn("the postings that are due cannot be read now; it is tried again", e);
                }
                silenced = true;
            }
            await(wakeFeeder, FARTHEST_LOOK);
        }
    }

    /** Takes what is due. Each posting gets a few chunks, even if there is no room for more. */
    private List<DueChunk> due() {
        int room = room();
        if (room > 0) {
            return store.take(clock.instant(), room, Math.max(ALWAYS, limits.chunksInMemory() / 4), LEASE);
        }
        return taken.size() < 2 * limits.chunksInMemory()
                ? store.take(clock.instant(), 10 * ALWAYS, ALWAYS, LEASE)
                : List.of();
    }

    private static void await(Semaphore signal, Duration patience) {
        try {
            if (signal.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                signal.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause(Duration pause) {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Stops: no new transaction is begun, what is on the wire has three seconds, and what is known then is
     * written down.
     * Idempotent.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
        }
        schedule.stop();
        wakeFeeder.release();
        join(workers, LAST_ANSWERS);
        closed = true;
        join(clerks, LAST_ANSWERS);
        idleLinks.closeAll();
        try {
            while (writeBatch(true)) {
                LOGGER.debug("a last batch was written down");
            }
            store.giveBack(Set.copyOf(taken.values()));
        } catch (StoreUnavailableException e) {
            LOGGER.warn("the last answers of other servers are lost; some members may get a copy twice", e);
        }
    }

    private static void join(List<Thread> threads, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            for (Thread thread : threads) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left > 0) {
                    thread.join(left);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
