// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.value.Address;

/**
 * Cuts an expansion into chunks. The same expansion is always cut at the same places.
 *
 * <p>The sorted recipients are taken in windows of one domain and at most a chunk's size. A window becomes one chunk
 * for each copy in it, which is one unless the message was written to several groups. A cursor stands between windows.
 *
 * <p>Immutable and thread-safe.
 */
public final class Chunker {
    private final ChunkSizes sizes;

    public Chunker(ChunkSizes sizes) {
        this.sizes = sizes;
    }

    /** The chunks of one window, and the place of the distribution after them. */
    public record Window(List<Chunk> chunks, Cursor next) {}

    /**
     * Returns the windows that come next.
     *
     * @param recipients in {@link Address} order
     * @param cursor the place to go on from
     * @param localDomains the domains this server delivers
     * @param maxChunks the number of chunks after which to stop; the last window is always whole, so there may be a few
     *     more
     * @return empty if everybody is served
     */
    public List<Window> next(List<Recipient> recipients, Cursor cursor, Set<String> localDomains, int maxChunks) {
        List<Window> windows = new ArrayList<>();
        Cursor position = cursor;
        int start = firstUnserved(recipients, cursor);
        while (start < recipients.size() && position.chunks() - cursor.chunks() < maxChunks) {
            String domain = recipients.get(start).address().domain();
            boolean local = localDomains.contains(domain);
            int end = endOfWindow(recipients, start, domain, local ? sizes.local() : sizes.remote());
            List<Chunk> chunks = chunksByCopy(recipients.subList(start, end), local);
            position = new Cursor(
                    position.chunks() + chunks.size(), recipients.get(end - 1).address());
            windows.add(new Window(chunks, position));
            start = end;
        }
        return windows;
    }

    /** Returns whether nobody comes after the cursor. */
    public static boolean isDone(List<Recipient> recipients, Cursor cursor) {
        return firstUnserved(recipients, cursor) == recipients.size();
    }

    private static int firstUnserved(List<Recipient> recipients, Cursor cursor) {
        int low = 0;
        int high = recipients.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cursor.isBefore(recipients.get(middle).address())) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static int endOfWindow(List<Recipient> recipients, int start, String domain, int size) {
        int end = start + 1;
        int limit = Math.min(recipients.size(), start + size);
        while (end < limit && recipients.get(end).address().domain().equals(domain)) {
            end++;
        }
        return end;
    }

    private static List<Chunk> chunksByCopy(List<Recipient> window, boolean local) {
        Map<GroupEntry, List<Address>> byCopy = new LinkedHashMap<>();
        for (Recipient recipient : window) {
            byCopy.computeIfAbsent(recipient.copy(), copy -> new ArrayList<>()).add(recipient.address());
        }
        return byCopy.entrySet().stream()
                .map(copy -> new Chunk(copy.getKey(), local, copy.getValue()))
                .toList();
    }
}
