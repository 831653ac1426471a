// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.mailgroups.delivery.DueChunk;

/**
 * The chunks that this node has taken and not written down. The store keeps them from other nodes, as long as they are
 * here. Nothing is begun for a chunk that is not here any more. Thread-safe.
 */
final class TakenChunks {
    private record Key(UUID posting, int number) {}

    private final Map<Key, DueChunk> chunks = new ConcurrentHashMap<>();

    private static Key key(DueChunk chunk) {
        return new Key(chunk.posting().id(), chunk.number());
    }

    void addAll(Collection<DueChunk> some) {
        some.forEach(chunk -> chunks.put(key(chunk), chunk));
    }

    boolean has(DueChunk chunk) {
        return chunks.containsKey(key(chunk));
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

    /** Returns the postings whose chunks are here. */
    Set<UUID> postings() {
        return chunks.keySet().stream().map(Key::posting).collect(Collectors.toSet());
    }

    List<DueChunk> all() {
        return List.copyOf(chunks.values());
    }

    int size() {
        return chunks.size();
    }
}
