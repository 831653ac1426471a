// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.delivery.ChunkResult;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.GroupOutcome;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingChunk;
import org.mailgroups.delivery.PostingStore;
import org.mailgroups.delivery.carrier.Carriers;
import org.mailgroups.delivery.carrier.Hop;
import org.mailgroups.delivery.carrier.NextHops;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Delivers postings: takes chunks that are due, from memory right after a posting is written and from the store
 * otherwise, and works them off.
 *
 * <p>A store that is away loses nothing: what is done waits in memory to be written, and nothing new is taken. A crash
 * repeats at most the chunks that were under way.
 *
 * <p>Memory is bounded by chunks. A new posting may always have a few there, so it begins at once, whatever else waits.
 *
 * <p>It has no threads of its own; {@link DeliveryThreads} has them. Thread-safe.
 */
public final class Delivery {
    /** The chunks of one posting that always find room, and that one look at the store takes. */
    private static final int ALWAYS = 20;

    /** The chunks of one posting that a node takes at once if other nodes are to have a share of it. */
    private static final int SHARE = 40;

    private final PostingStore store;
    private final WorkLimits limits;
    private final Schedule schedule;
    private final Recorder recorder;
    private final Dispatch dispatch;
    private final Courier courier;
    private final IdleLinks idleLinks;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final TakenChunks taken;

    /** Is held while chunks come from the store or go back to it: so {@link #taken} is what the store says. */
    private final Object exchange = new Object();

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
        this.nanoTime = nanoTime;
        this.taken = new TakenChunks(store.isShared(), nanoTime);
        this.schedule = new Schedule(limits, nanoTime);
        this.recorder = new Recorder(store, bodies, nanoTime, exchange, this::written);
        this.idleLinks = new IdleLinks(nanoTime);
        Attempts attempts = new Attempts(retries, clock);
        this.courier =
                new Courier(schedule, recorder, carriers, nextHops, idleLinks, retries, attempts, journal, taken);
        this.dispatch = new Dispatch(courier, nextHops, gateway);
        this.clock = clock;
    }

    WorkLimits limits() {
        return limits;
    }

    /**
     * Writes a posting, and puts its first chunks in line.
     *
     * @param chunks by number, from 0
     * @throws StoreUnavailableException if it cannot be written; then there is no such posting, unless the connection
     *     to the store broke in the very moment of the commit
     */
    public void accept(Posting posting, List<PostingChunk> chunks, Collection<GroupOutcome> outcomes) {
        int most = isStopped() ? 0 : Math.min(share(), room(ALWAYS));
        long since = nanoTime.getAsLong();
        List<DueChunk> first = store.add(posting, chunks, outcomes, Math.min(most, chunks.size()));
        taken.addAll(first, since);
        first.forEach(this::dispatch);
    }

    /** Puts a chunk on its ways. If that fails it is let go: the store has it, and others do not suffer. */
    private void dispatch(DueChunk chunk) {
        try {
            dispatch.send(chunk);
        } catch (RuntimeException | Error e) {
            taken.remove(chunk);
            throw e;
        }
    }

    private int share() {
        return store.isShared() ? SHARE : Integer.MAX_VALUE;
    }

    /** Returns how many more chunks may come into memory: a few may even if it is full, but not for ever. */
    private int room(int few) {
        int free = limits.chunksInMemory() - taken.size();
        return Math.max(0, Math.max(free, Math.min(few, limits.chunksInMemory() + free)));
    }

    /**
     * Takes what is due from the store, as far as there is room. Each posting gets a few chunks, even if there is not.
     *
     * @return whether there may be more
     * @throws StoreUnavailableException if the store does not answer
     */
    public boolean takeDue() {
        int most = room(10 * ALWAYS);
        if (most == 0) {
            return true;
        }
        int mostOfOne = Math.min(share(), Math.max(ALWAYS, most / 4));
        List<DueChunk> due;
        synchronized (exchange) {
            long since = nanoTime.getAsLong();
            due = new ArrayList<>(store.take(clock.instant(), most, mostOfOne, PostingStore.LEASE));
            // A lease that ended before it was renewed: this node is still at it.
            due.removeIf(taken::hasNumber);
            taken.addAll(due, since);
        }
        due.forEach(this::dispatch);
        return due.size() >= Math.min(most, mostOfOne);
    }

    /**
     * Ends postings: nothing of them is begun any more. What is on its way arrives, and is written down.
     *
     * @param postings those for which nobody waits any more
     */
    public void end(Set<UUID> postings) {
        if (!postings.isEmpty()) {
            taken.removeAll(postings);
            schedule.remove(postings);
        }
    }

    /** Ends the postings that were ended elsewhere: another node has cancelled them, or has done the rest. */
    void endSettled() {
        Set<UUID> postings = taken.postings();
        end(postings.isEmpty() ? postings : store.settled(postings));
    }

    /** Returns how many chunks this node has taken and not written down. */
    int chunksInMemory() {
        return taken.size();
    }

    /** Returns whether to take more before the next round: half of the room for chunks is free, or of its share. */
    boolean hasRoom() {
        return taken.size() < Math.min(share(), limits.chunksInMemory()) / 2;
    }

    /**
     * Waits for the next turn of a destination, and serves it.
     *
     * @param patience how long to wait at most
     * @return whether there was one. There is none while results cannot be written down
     */
    public boolean serveNext(Duration patience) throws InterruptedException {
        if (recorder.isBehind()) {
            TimeUnit.NANOSECONDS.sleep(patience.toNanos());
            return false;
        }
        Optional<Assignment> turn = schedule.take(patience.toNanos());
        turn.ifPresent(courier::serve);
        return turn.isPresent();
    }

    /**
     * Writes down what became of recipients, some hundred chunks at a time.
     *
     * @param all whether the known part of a chunk is not to wait for the rest
     * @return whether there was anything
     * @throws StoreUnavailableException if it cannot be written now; it is kept for the next call
     */
    public boolean writeDown(boolean all) {
        return recorder.write(all);
    }

    private void written(ChunkResult result) {
        if (result.last()) {
            taken.remove(result.posting(), result.number());
        }
    }

    /** Says that this node is alive and has not forgotten what it took. */
    void renew() {
        taken.removeLost();
        long since = nanoTime.getAsLong();
        List<DueChunk> held = taken.all();
        store.renew(held, PostingStore.LEASE);
        taken.renewed(held, since);
    }

    /** Closes what nobody has used for a moment. */
    void tidy() {
        idleLinks.closeOld();
    }

    /** Begins nothing new from now on. */
    void stop() {
        schedule.stop();
    }

    boolean isStopped() {
        return schedule.isStopped();
    }

    /** Ends all links, and gives back what was not done. */
    void giveBack() {
        courier.abort();
        idleLinks.closeAll();
        store.giveBack(taken.all());
    }
}
