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
package org.mailgroups.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** The contacts of one domain as they were at a version of the store, sorted. Immutable. */
final class ContactSnapshot {
    static final ContactSnapshot EMPTY = new ContactSnapshot(0, new IndexedContact[0]);

    private final long version;
    private final IndexedContact[] contacts;

    private ContactSnapshot(long version, IndexedContact... contacts) {
        this.version = version;
        this.contacts = contacts;
    }

    /** All contacts, in any order, each once. */
    static ContactSnapshot of(long version, Collection<IndexedContact> contacts) {
        IndexedContact[] sorted = contacts.toArray(IndexedContact[]::new);
        Arrays.sort(sorted);
        return new ContactSnapshot(version, sorted);
    }

    long version() {
        return version;
    }

    int size() {
        return contacts.length;
    }

    /** The same with some contacts in the place of what was known of them, and without others. */
    ContactSnapshot with(long newVersion, Collection<IndexedContact> changed, Collection<UUID> gone) {
        Set<UUID> replaced = new HashSet<>(gone);
        changed.forEach(contact -> replaced.add(contact.id()));
        List<IndexedContact> fresh = changed.stream().sorted().toList();
        List<IndexedContact> merged = new ArrayList<>(contacts.length + fresh.size());
        int next = 0;
        for (IndexedContact contact : contacts) {
            if (replaced.contains(contact.id())) {
                continue;
            }
            while (next < fresh.size() && fresh.get(next).compareTo(contact) < 0) {
                merged.add(fresh.get(next++));
            }
            merged.add(contact);
        }
        merged.addAll(fresh.subList(next, fresh.size()));
        return new ContactSnapshot(newVersion, merged.toArray(IndexedContact[]::new));
    }

    /** A contact that fits. */
    record Hit(int relevance, IndexedContact contact) implements Comparable<Hit> {
        @Override
        public int compareTo(Hit other) {
            int byRelevance = Integer.compare(relevance, other.relevance);
            return byRelevance != 0 ? byRelevance : contact.compareTo(other.contact);
        }

        String position() {
            return ContactPosition.of(relevance, contact.sortKey(), contact.id())
                    .text();
        }
    }

    /** The first hits after a position, at most {@code rows}. One pass: as the contacts are sorted, the hits of each relevance come as they are wanted. */
    List<Hit> search(ContactQuery query, ContactPosition after, int rows) {
        int start = indexAfter(after);
        List<List<Hit>> byRelevance = Stream.generate(() -> (List<Hit>) new ArrayList<Hit>())
                .limit(ContactQuery.LEAST_RELEVANT + 1L)
                .toList();
        List<Hit> mostRelevant = byRelevance.get(after.relevance());
        for (int i = query.isForAnyText() ? start : 0; i < contacts.length && mostRelevant.size() < rows; i++) {
            int relevance = query.relevance(contacts[i]);
            if (relevance > after.relevance() || (relevance == after.relevance() && i >= start)) {
                List<Hit> equal = byRelevance.get(relevance);
                if (equal.size() < rows) {
                    equal.add(new Hit(relevance, contacts[i]));
                }
            }
        }
        return byRelevance.stream().flatMap(List::stream).limit(rows).toList();
    }

    private int indexAfter(ContactPosition position) {
        int low = 0;
        int high = contacts.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (contacts[middle].compareTo(position) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Puts the hits whose preferred address comes after a key into a map by that, of which only the first {@code rows} stay. */
    void searchByAddress(ContactQuery query, String after, int rows, NavigableMap<String, IndexedContact> found) {
        for (IndexedContact contact : contacts) {
            if (query.relevance(contact) == ContactQuery.NOT_FOUND) {
                continue;
            }
            String key = contact.preferredKey();
            if (key.compareTo(after) > 0 && (found.size() < rows || key.compareTo(found.lastKey()) <= 0)) {
                found.merge(
                        key,
                        contact,
                        (one, other) -> IndexedContact.compareIds(one.id(), other.id()) < 0 ? one : other);
                if (found.size() > rows) {
                    found.pollLastEntry();
                }
            }
        }
    }
}
