// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.mailgroups.delivery.DueChunk;
import org.mailgroups.delivery.PostingStore;

/**
 * The chunks that this node has taken and not written down. The store keeps them from other nodes, as long as they are
 * here. Nothing is begun for a chunk that is not here any more.
 *
 * <p>Where nodes share the store, a chunk is here for {@link PostingStore#LEASE} only, unless that is renewed in time:
 * another node may have it then. Thread-safe.
 */
final class TakenChunks {
    private record Key(UUID posting, int number) {}

    /**
     * A chunk that is here.
     *
     * @param since when it was asked for, as {@link System#nanoTime} has it
     */
    private record Taken(DueChunk chunk, long since) {
        /** Returns whether this is the chunk as it was taken. One that was lost and taken again may be equal to it. */
        @SuppressWarnings("ReferenceEquality")
        boolean is(DueChunk other) {
            return chunk == other;
        }
    }

    private final Map<Key, Taken> chunks = new ConcurrentHashMap<>();
    private final boolean isShared;
    private final LongSupplier nanoTime;

    /** @param isShared whether other nodes take chunks from the same store */
    TakenChunks(boolean isShared, LongSupplier nanoTime) {
        this.isShared = isShared;
        this.nanoTime = nanoTime;
    }

    private static Key key(DueChunk chunk) {
        return new Key(chunk.posting().id(), chunk.number());
    }

    /**
     * Adds chunks, in place of those of the same number.
     *
     * @param since when the store was asked for them, as {@link System#nanoTime} has it
     */
    void addAll(Collection<DueChunk> some, long since) {
        some.forEach(chunk -> chunks.put(key(chunk), new Taken(chunk, since)));
    }

    /** Notes that the store keeps chunks for this node for another lease. */
    void renewed(Collection<DueChunk> some, long since) {
        some.forEach(chunk ->
                chunks.computeIfPresent(key(chunk), (key, taken) -> taken.is(chunk) ? new Taken(chunk, since) : taken));
    }

    /** Returns whether a chunk of this number is here. */
    boolean hasNumber(DueChunk chunk) {
        Taken here = chunks.get(key(chunk));
        return here != null && isHeld(here);
    }

    /** Returns whether this chunk is here, as it was taken: it may have been lost, and taken again as another. */
    boolean has(DueChunk chunk) {
        Taken here = chunks.get(key(chunk));
        return here != null && here.is(chunk) && isHeld(here);
    }

    private boolean isHeld(Taken taken) {
        return !isShared || nanoTime.getAsLong() - taken.since() < PostingStore.LEASE.toNanos();
    }

    void remove(DueChunk chunk) {
        chunks.remove(key(chunk));
    }

    void remove(UUID posting, int number) {
        chunks.remove(new Key(posting, number));
    }

    /** Removes all chunks of some postings. */
    void removeAll(Set<UUID> postings) {
        chunks.keySet().removeIf(key -> postings.contains(key.posting()));
    }

    /** Removes the chunks that were not renewed in time. */
    void removeLost() {
        chunks.values().removeIf(taken -> !isHeld(taken));
    }

    /** Returns the postings whose chunks are here. */
    Set<UUID> postings() {
        return chunks.keySet().stream().map(Key::posting).collect(Collectors.toSet());
    }

    List<DueChunk> all() {
        return chunks.values().stream().map(Taken::chunk).toList();
    }

    int size() {
        return chunks.size();
    }
}
