// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Bodies in memory, for tests. Thread-safe. */
public final class MemoryBodies implements Bodies {
    private final Map<UUID, Map<Integer, byte[]>> bodies = new ConcurrentHashMap<>();
    private volatile boolean isFull;

    /** Lets every body that is to be kept fail, as a full disk does. */
    public void fills() {
        isFull = true;
    }

    /** Takes bodies again. */
    public void hasRoom() {
        isFull = false;
    }

    @Override
    public long keep(UUID posting, int number, InputStream octets) throws IOException {
        byte[] body = octets.readAllBytes();
        if (isFull) {
            throw new IOException("No space left on device");
        }
        bodies.computeIfAbsent(posting, id -> new ConcurrentHashMap<>()).put(number, body);
        return body.length;
    }

    @Override
    public InputStream open(UUID posting, int number) throws IOException {
        byte[] body = bodies.getOrDefault(posting, Map.of()).get(number);
        if (body == null) {
            throw new IOException("there is no body " + number + " of posting " + posting);
        }
        return new ByteArrayInputStream(body);
    }

    @Override
    public void remove(Collection<UUID> postings) {
        postings.forEach(bodies::remove);
    }

    @Override
    public List<UUID> kept() {
        return List.copyOf(bodies.keySet());
    }
}
