// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.directory;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The keys that a table is known to have. A key that it lacks is asked for each time, since strangers may ask for as
 * many as they like.
 *
 * <p>Only this process writes the table, and says here what it has removed. Thread-safe.
 */
final class Known<K> {
    /** The most keys that are remembered. Each has some 200 octets. */
    private static final int MOST = 50_000;

    private final Set<K> keys = ConcurrentHashMap.newKeySet();
    private final AtomicInteger removals = new AtomicInteger();

    /** Asks the table. */
    @FunctionalInterface
    interface Table<K, E extends Exception> {
        boolean has(K key) throws E;
    }

    <E extends Exception> boolean has(K key, Table<K, E> table) throws E {
        if (keys.contains(key)) {
            return true;
        }
        int before = removals.get();
        if (!table.has(key)) {
            return false;
        }
        if (keys.size() >= MOST) {
            keys.clear();
        }
        keys.add(key);
        // A removal may have come between the table's answer and the note of it.
        if (removals.get() != before) {
            keys.remove(key);
        }
        return true;
    }

    /** Forgets a key that the table has no longer. */
    void forget(K key) {
        removals.incrementAndGet();
        keys.remove(key);
    }
}
