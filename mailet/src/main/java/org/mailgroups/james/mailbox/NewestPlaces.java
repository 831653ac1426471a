/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.james.mailbox;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** Keeps the newest of many places, so many at the most. Not thread-safe. */
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

    /** The kept places, the newest first. */
    List<Place> sorted() {
        return oldestFirst.stream().sorted().toList();
    }

    /** Whether there were older ones that are not kept. */
    boolean isCut() {
        return isCut;
    }
}
