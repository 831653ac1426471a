// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.value.Address;

/**
 * Cuts an expansion into chunks. Recipients of one chunk get the same copy; neighbours in {@link Address} order stay
 * together, so most of them share a domain. Immutable and thread-safe.
 */
public final class Chunker {
    private final ChunkSizes sizes;

    public Chunker(ChunkSizes sizes) {
        this.sizes = sizes;
    }

    /**
     * Returns the chunks of recipients who get nothing. They count as those of this server, whose copy of a group is
     * there anyway.
     *
     * @param leftOut in {@link Address} order
     */
    public List<Chunk> cutLeftOut(List<Recipient> leftOut) {
        return cut(
                leftOut,
                leftOut.stream().map(recipient -> recipient.address().domain()).collect(Collectors.toSet()));
    }

    private record Kind(GroupEntry copyOf, boolean local) {}

    /**
     * Returns the chunks of some recipients.
     *
     * @param recipients in {@link Address} order
     * @param localDomains the domains this server delivers
     */
    public List<Chunk> cut(List<Recipient> recipients, Set<String> localDomains) {
        Map<Kind, List<Address>> open = new LinkedHashMap<>();
        List<Chunk> chunks = new ArrayList<>();
        for (Recipient recipient : recipients) {
            boolean local = localDomains.contains(recipient.address().domain());
            Kind kind = new Kind(recipient.copy(), local);
            List<Address> chunk = open.computeIfAbsent(kind, key -> new ArrayList<>());
            chunk.add(recipient.address());
            if (chunk.size() == (local ? sizes.local() : sizes.remote())) {
                chunks.add(new Chunk(kind.copyOf(), local, chunk));
                open.remove(kind);
            }
        }
        open.forEach((kind, chunk) -> chunks.add(new Chunk(kind.copyOf(), kind.local(), chunk)));
        return chunks;
    }
}
