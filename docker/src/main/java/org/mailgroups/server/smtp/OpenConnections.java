// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.smtp;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Counts the connections that each client has now. Thread-safe. */
final class OpenConnections {
    private final int limit;
    private final ConcurrentMap<ClientNetwork, Integer> open = new ConcurrentHashMap<>();

    OpenConnections(int limit) {
        this.limit = limit;
    }

    /** Adds a connection, and returns whether it is one too many. It counts until {@link #less}. */
    boolean isTooManyWith(ClientNetwork client) {
        return open.merge(client, 1, Integer::sum) > limit;
    }

    void less(ClientNetwork client) {
        open.computeIfPresent(client, (same, count) -> count > 1 ? count - 1 : null);
    }

    /** Returns how many clients are connected. */
    int clients() {
        return open.size();
    }
}
