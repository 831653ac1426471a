// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.mailbox;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** Keeps the newest of many places, up to a number. Not thread-safe. */
final class NewestPlaces {
    private final Optional<Place> after;
    private final int most;
    private final PriorityQueue<Place> oldestFirst = new PriorityQueue<>(Comparator.reverseOrder());
    private boolean isCut;

    /** @param after only places that come after this one are of interest */
    NewestPlaces(Optional<Place> after, int most) {
        this.after = after;
        this.most = most;
    }

    void offer(Place place) {
        if (after.isPresent() && place.compareTo(after.get()) <= 0) {
            return;
        }
        oldestFirst.add(place);
        if (oldestFirst.size() > most) {
            oldestFirst.remove();
            isCut = true;
        }
    }

    /** Returns the kept places, the newest first. */
    List<Place> sorted() {
        return oldestFirst.stream().sorted().toList();
    }

    /** Returns whether there were older places that are not kept. */
    boolean isCut() {
        return isCut;
    }
}
