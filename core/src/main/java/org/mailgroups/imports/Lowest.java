// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ToLongFunction;

/** Of all things that are added, those with the lowest numbers. Not thread-safe. */
final class Lowest<T> {
    private final Comparator<T> order;
    private final int most;
    private final PriorityQueue<T> lowest;

    /** @param most how many are kept */
    Lowest(ToLongFunction<T> number, int most) {
        this.order = Comparator.comparingLong(number);
        this.most = most;
        this.lowest = new PriorityQueue<>(order.reversed());
    }

    void add(T thing) {
        lowest.add(thing);
        if (lowest.size() > most) {
            lowest.remove();
        }
    }

    /** Returns them by number. */
    List<T> inOrder() {
        List<T> sorted = new ArrayList<>(lowest);
        sorted.sort(order);
        return sorted;
    }
}
