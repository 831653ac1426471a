// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.directory;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Answers of a table that are remembered, as far as they are worth it.
 *
 * <p>Only this process writes the table, and says here what it has changed. Thread-safe.
 */
final class Known<K, V> {
    /** The most answers that are remembered. Each has some 200 octets. */
    private static final int MOST = 50_000;

    private final Map<K, V> answers = new ConcurrentHashMap<>();
    private final AtomicInteger changes = new AtomicInteger();
    private final Predicate<V> worth;

    /** Takes which answers are remembered. */
    Known(Predicate<V> worth) {
        this.worth = worth;
    }

    /** Asks the table. */
    @FunctionalInterface
    interface Table<K, V, E extends Exception> {
        V find(K key) throws E;
    }

    <E extends Exception> V find(K key, Table<K, V, E> table) throws E {
        V known = answers.get(key);
        if (known != null) {
            return known;
        }
        int before = changes.get();
        V answer = table.find(key);
        if (worth.test(answer)) {
            remember(key, answer, before);
        }
        return answer;
    }

    private void remember(K key, V answer, int before) {
        if (answers.size() >= MOST) {
            answers.clear();
        }
        answers.put(key, answer);
        // A change may have come between the table's answer and the note of it.
        if (changes.get() != before) {
            answers.remove(key);
        }
    }

    /** Forgets a key whose answer is another one now. */
    void forget(K key) {
        changes.incrementAndGet();
        answers.remove(key);
    }
}
