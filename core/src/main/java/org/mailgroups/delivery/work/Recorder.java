// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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
 * Writes down what became of recipients, many at a time. What is noted while the store is away is written when it is
 * back. A chunk of which a part is known waits a moment for the rest, since a whole chunk costs one row.
 *
 * <p>{@link #note} is thread-safe; {@link #write} is called by one thread at a time.
 */
final class Recorder {
    /** How long the known part of a chunk waits for the rest. A crash repeats what waits. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private static final int MOST_AT_ONCE = 200;
    private static final Logger LOGGER = LoggerFactory.getLogger(Recorder.class);

    private final PostingStore store;
    private final Bodies bodies;
    private final LongSupplier nanoTime;
    private final Set<TakenChunk> noted = new LinkedHashSet<>();
    private List<ChunkResult> unwritten = List.of();

    Recorder(PostingStore store, Bodies bodies, LongSupplier nanoTime) {
        this.store = store;
        this.bodies = bodies;
        this.nanoTime = nanoTime;
    }

    void note(TakenChunk chunk, Map<Address, Attempt> attempts) {
        synchronized (noted) {
            chunk.note(attempts, nanoTime.getAsLong());
            noted.add(chunk);
        }
    }

    /**
     * Writes what is noted and complete, or has waited long enough; at most some hundred chunks.
     *
     * @param all whether nothing is to wait for its rest
     * @return what was written
     * @throws StoreUnavailableException if it cannot be written now; nothing is lost
     */
    List<ChunkResult> write(boolean all) {
        if (unwritten.isEmpty()) {
            unwritten = collect(all ? Duration.ZERO : PATIENCE);
        }
        List<ChunkResult> written = unwritten;
        if (!written.isEmpty()) {
            Set<UUID> settled = store.record(written);
            unwritten = List.of();
            remove(settled);
        }
        return written;
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
