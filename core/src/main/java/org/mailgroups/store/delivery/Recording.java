// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.ChunkResult;
import org.mailgroups.distribution.ChunkSizes;
import org.mailgroups.store.delivery.ChunkTable.Lease;
import org.mailgroups.store.delivery.ChunkTable.StoredChunk;

/** One transaction in which results are written. */
final class Recording {
    /** A chunk's own row, and for each recipient a row that goes and one that comes. */
    static final int MAX_ROWS_OF_ONE = 2 * ChunkSizes.MAX + 2;

    /** No node has this number. */
    static final long NOBODY = -1;

    private final PostingTable postings;
    private final ChunkTable chunks;
    private final long node;
    private final Map<UUID, Counts> counts = new TreeMap<>();
    private int rows;

    Recording(Handle handle, ChunkTable chunks, long node) {
        this.postings = new PostingTable(handle);
        this.chunks = chunks;
        this.node = node;
    }

    /**
     * Writes the first of some results, as many as a transaction may have.
     *
     * @param results in the order in which all nodes lock their rows
     */
    Recorded record(List<ChunkResult> results, Instant now) {
        int recorded = 0;
        while (recorded < results.size() && rows + counts.size() + MAX_ROWS_OF_ONE <= PostingTable.MAX_ROWS) {
            ChunkResult result = results.get(recorded);
            chunks.lock(result.posting(), result.number()).ifPresent(chunk -> record(result, chunk));
            recorded++;
        }
        Set<UUID> settled = new HashSet<>();
        counts.forEach((posting, more) -> {
            if (postings.count(posting, more, now)) {
                settled.add(posting);
            }
        });
        return new Recorded(recorded, settled);
    }

    private void record(ChunkResult result, StoredChunk chunk) {
        Outcomes before = chunk.outcomes();
        Outcomes after = before.with(places(result, chunk));
        if (!after.equals(before)) {
            rows += chunks.update(result.posting(), result.number(), before, after, result.last() ? node : NOBODY);
            counts.merge(result.posting(), Counts.of(after).minus(Counts.of(before)), Counts::plus);
        } else if (result.last()) {
            rows++;
            chunks.extend(result.posting(), List.of(result.number()), new Lease(Instant.EPOCH, node));
        }
    }

    /**
     * What a transaction has written.
     *
     * @param results how many results
     * @param settled the postings that are settled by them
     */
    record Recorded(int results, Set<UUID> settled) {}

    private static Map<Integer, Attempt> places(ChunkResult result, StoredChunk chunk) {
        Map<String, Attempt> attempts = new HashMap<>();
        result.attempts().forEach((recipient, attempt) -> attempts.put(recipient.toString(), attempt));
        Map<Integer, Attempt> places = new HashMap<>();
        List<String> recipients = PackedRecipients.written(chunk.packed());
        for (int place = 0; place < recipients.size(); place++) {
            Attempt attempt = attempts.get(recipients.get(place));
            if (attempt != null) {
                places.put(place, attempt);
            }
        }
        if (places.size() < result.attempts().size()) {
            throw new IllegalArgumentException("a result is about somebody who is not in the chunk");
        }
        return places;
    }
}
