// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.mailgroups.audit.LogText;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.delivery.ChunkResult;
import org.mailgroups.delivery.PostingStore;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what became of recipients. Whoever has to know that a result is written writes it, together with all
 * others that are there: so many results cost one commit, and nobody waits for a clock. What cannot be written while
 * the store is away stays, and is written when it is back.
 *
 * <p>A few recipients of a chunk wait a moment for the rest of it, since a whole chunk costs one row. A crash repeats
 * what waits.
 *
 * <p>Thread-safe.
 */
final class Recorder {
    /** How long the known part of a chunk waits for the rest. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private static final int MOST_AT_ONCE = 200;

    /** When a result that the store has refused is offered to it again. */
    private static final Duration REST = Duration.ofMinutes(5);

    private static final Logger LOGGER = LoggerFactory.getLogger(Recorder.class);

    private final PostingStore store;
    private final Bodies bodies;
    private final LongSupplier nanoTime;
    private final Consumer<ChunkResult> written;
    private final Set<TakenChunk> noted = new LinkedHashSet<>();
    private final Object writing;
    private final Deque<Refused> refused = new ArrayDeque<>();
    private List<ChunkResult> unwritten = List.of();
    private volatile boolean behind;

    /**
     * @param writing is held while results are written, and while {@code written} is told of it
     * @param written is told what was written
     */
    Recorder(PostingStore store, Bodies bodies, LongSupplier nanoTime, Object writing, Consumer<ChunkResult> written) {
        this.store = store;
        this.bodies = bodies;
        this.nanoTime = nanoTime;
        this.writing = writing;
        this.written = written;
    }

    /** Notes what became of some recipients, to be written later. */
    void note(TakenChunk chunk, Map<Address, Attempt> attempts) {
        synchronized (noted) {
            chunk.note(attempts, nanoTime.getAsLong());
            noted.add(chunk);
        }
    }

    /**
     * Writes what is known of a chunk, unless it is only a few recipients.
     *
     * @throws StoreUnavailableException if it cannot be written now; nothing is lost
     */
    void write(TakenChunk chunk) {
        // Somebody else may be writing it at this moment: then this waits until it is written.
        synchronized (writing) {
            if (!unwritten.isEmpty()) {
                // An attempt to write has failed, and the chunk may be among its results.
                writeSome(PATIENCE);
            }
            while (isDue(chunk)) {
                writeSome(PATIENCE);
            }
        }
    }

    private boolean isDue(TakenChunk chunk) {
        synchronized (noted) {
            return chunk.isDue(nanoTime.getAsLong(), PATIENCE.toNanos());
        }
    }

    /**
     * Writes what is noted and complete, or has waited long enough; at most some hundred chunks.
     *
     * @param all whether nothing is to wait for its rest
     * @return whether there was anything
     * @throws StoreUnavailableException if it cannot be written now; nothing is lost
     */
    boolean write(boolean all) {
        synchronized (writing) {
            return writeSome(all ? Duration.ZERO : PATIENCE);
        }
    }

    /** Returns whether the store was away at the last attempt to write. */
    boolean isBehind() {
        return behind;
    }

    /**
     * A result that the store has refused, although it answers.
     *
     * @param until when it is offered again, as {@link System#nanoTime} has it
     */
    private record Refused(ChunkResult result, long until) {}

    private boolean writeSome(Duration patience) {
        if (unwritten.isEmpty()) {
            unwritten = refusedBefore();
        }
        if (unwritten.isEmpty()) {
            unwritten = collect(patience);
        }
        if (unwritten.isEmpty()) {
            return false;
        }
        Set<UUID> settled = record();
        unwritten.forEach(written);
        unwritten = List.of();
        remove(settled);
        return true;
    }

    private Set<UUID> record() {
        try {
            Set<UUID> settled = recordAll();
            behind = false;
            return settled;
        } catch (RuntimeException e) {
            behind = true;
            throw e;
        }
    }

    private Set<UUID> recordAll() {
        try {
            return store.record(unwritten);
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            // The store answers, but will not take one of them. Which one, and why, is found below.
            LOGGER.debug("results are written one by one", LogText.neutral(e));
            return recordEach();
        }
    }

    /** Returns a result that was refused a while ago: alone, so that it holds up no others. */
    private List<ChunkResult> refusedBefore() {
        boolean isTime = !refused.isEmpty() && refused.peek().until() - nanoTime.getAsLong() <= 0;
        return isTime ? List.of(refused.remove().result()) : List.of();
    }

    /**
     * Writes what can be written. A result that the store will not take, though it answers, must not keep back all
     * others. It is offered again later. Its chunk stays here, since the copies are delivered: to send them again would
     * be wrong.
     */
    private Set<UUID> recordEach() {
        Set<UUID> settled = new HashSet<>();
        List<ChunkResult> possible = new ArrayList<>();
        for (ChunkResult result : unwritten) {
            try {
                settled.addAll(store.record(List.of(result)));
                possible.add(result);
            } catch (StoreUnavailableException e) {
                throw e;
            } catch (RuntimeException e) {
                // Whatever is wrong with this one, the others are right.
                store.settled(Set.of(result.posting()));
                refused.add(new Refused(result, nanoTime.getAsLong() + REST.toNanos()));
                LOGGER.error(
                        "the outcome of chunk {} of posting {} cannot be written now; it is tried again soon",
                        result.number(),
                        result.posting(),
                        LogText.neutral(e));
            }
        }
        unwritten = possible;
        return settled;
    }

    private List<ChunkResult> collect(Duration patience) {
        List<ChunkResult> results = new ArrayList<>();
        synchronized (noted) {
            Iterator<TakenChunk> chunks = noted.iterator();
            while (chunks.hasNext() && results.size() < MOST_AT_ONCE) {
                Optional<ChunkResult> result = chunks.next().take(nanoTime.getAsLong(), patience.toNanos());
                if (result.isPresent()) {
                    results.add(result.get());
                    chunks.remove();
                }
            }
        }
        return results;
    }

    private void remove(Set<UUID> settled) {
        if (!settled.isEmpty()) {
            try {
                bodies.remove(settled);
            } catch (IOException | RuntimeException e) {
                // The hourly sweep removes what is left of it.
                LOGGER.warn(
                        "the bodies of {} postings that are delivered were not removed",
                        settled.size(),
                        LogText.neutral(e));
            }
        }
    }
}
