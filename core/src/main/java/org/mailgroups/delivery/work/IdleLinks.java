// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.mailgroups.delivery.carrier.Carrier;

/**
 * Links that nobody uses for a moment: the next chunk of the same destination need not open one. A server waits for us
 * meanwhile, so the moment is short. Thread-safe.
 */
final class IdleLinks {
    static final Duration MOMENT = Duration.ofSeconds(3);

    /** How long many links may take to end in good order: a server that does not answer must not hold up our clerk. */
    private static final Duration GOOD_BYES = Duration.ofSeconds(1);

    private static final int MOST = 100;

    private record Idle(Carrier.Link link, long since) {}

    private final LongSupplier nanoTime;
    private final Map<String, Deque<Idle>> byHop = new HashMap<>();
    private int count;

    IdleLinks(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Takes the link to a hop that was used last. */
    synchronized Optional<Carrier.Link> take(String hop) {
        Deque<Idle> links = byHop.get(hop);
        if (links == null) {
            return Optional.empty();
        }
        Idle last = links.removeLast();
        count--;
        if (links.isEmpty()) {
            byHop.remove(hop);
        }
        return Optional.of(last.link());
    }

    /** Keeps a link for a moment, or closes it if there are many. */
    void keep(String hop, Carrier.Link link) {
        synchronized (this) {
            if (count < MOST) {
                byHop.computeIfAbsent(hop, key -> new ArrayDeque<>()).add(new Idle(link, nanoTime.getAsLong()));
                count++;
                return;
            }
        }
        link.close();
    }

    /** Closes links that nobody has used for a moment. */
    void closeOld() {
        close(MOMENT);
    }

    /** Closes all links. */
    void closeAll() {
        close(Duration.ZERO);
    }

    private void close(Duration age) {
        long begin = nanoTime.getAsLong();
        for (Carrier.Link link : removeOlder(begin - age.toNanos())) {
            if (nanoTime.getAsLong() - begin < GOOD_BYES.toNanos()) {
                link.close();
            } else {
                link.abort();
            }
        }
    }

    private synchronized List<Carrier.Link> removeOlder(long nanos) {
        List<Carrier.Link> old = new ArrayList<>();
        Iterator<Deque<Idle>> all = byHop.values().iterator();
        while (all.hasNext()) {
            Deque<Idle> links = all.next();
            while (!links.isEmpty() && links.peekFirst().since() - nanos <= 0) {
                old.add(links.removeFirst().link());
                count--;
            }
            if (links.isEmpty()) {
                all.remove();
            }
        }
        return old;
    }
}
