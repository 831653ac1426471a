// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

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
    static final ContactSnapshot EMPTY = new Builder(0).build(0);

    private final long version;
    private final IndexedContact[] contacts;
    /** Two numbers of each contact, side by side. They are all that a pass reads of most contacts. */
    private final long[] pairs;

    private ContactSnapshot(long version, IndexedContact[] contacts, long[] pairs) {
        this.version = version;
        this.contacts = contacts;
        this.pairs = pairs;
    }

    private static final class Builder {
        private final IndexedContact[] contacts;
        private final long[] pairs;
        private int size;

        Builder(int maxSize) {
            this.contacts = new IndexedContact[maxSize];
            this.pairs = new long[2 * maxSize];
        }

        void add(IndexedContact contact, long low, long high) {
            contacts[size] = contact;
            pairs[2 * size] = low;
            pairs[2 * size + 1] = high;
            size++;
        }

        void add(IndexedContact contact) {
            CharacterPairs its = contact.pairs();
            add(contact, its.low(), its.high());
        }

        ContactSnapshot build(long version) {
            return new ContactSnapshot(version, Arrays.copyOf(contacts, size), Arrays.copyOf(pairs, 2 * size));
        }
    }

    /**
     * Makes a snapshot of all contacts.
     *
     * @param contacts in any order, each once. They are taken out of the array, so that they and their copies are not
     *     all in memory at once
     */
    static ContactSnapshot of(long version, IndexedContact[] contacts) {
        Arrays.sort(contacts);
        Builder builder = new Builder(contacts.length);
        for (int i = 0; i < contacts.length; i++) {
            // In the order of a pass: to read neighbours is several times as fast as to read here and there.
            builder.add(contacts[i].copied());
            contacts[i] = null;
        }
        return builder.build(version);
    }

    long version() {
        return version;
    }

    /** Returns a snapshot with some contacts in the place of what was known of them, and without others. */
    ContactSnapshot with(long newVersion, Collection<IndexedContact> changed, Collection<UUID> gone) {
        Set<UUID> replaced = new HashSet<>(gone);
        changed.forEach(contact -> replaced.add(contact.id()));
        List<IndexedContact> fresh = changed.stream().sorted().toList();
        Builder merged = new Builder(contacts.length + fresh.size());
        int next = 0;
        for (int i = 0; i < contacts.length; i++) {
            if (replaced.contains(contacts[i].id())) {
                continue;
            }
            while (next < fresh.size() && fresh.get(next).compareTo(contacts[i]) < 0) {
                merged.add(fresh.get(next++));
            }
            merged.add(contacts[i], pairs[2 * i], pairs[2 * i + 1]);
        }
        fresh.subList(next, fresh.size()).forEach(merged::add);
        return merged.build(newVersion);
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

    /**
     * Returns the first hits after a position, at most {@code rows}, in one pass. As the contacts are sorted, the
     * hits of each relevance come in their order. As soon as there are enough hits down to some relevance, only
     * better ones are looked for.
     */
    List<Hit> search(ContactQuery query, ContactPosition after, int rows) {
        CharacterPairs wanted = query.pairs();
        int start = indexAfter(after);
        List<List<Hit>> byRelevance = Stream.generate(() -> (List<Hit>) new ArrayList<Hit>())
                .limit(ContactQuery.LEAST_RELEVANT + 1L)
                .toList();
        int below = ContactQuery.LEAST_RELEVANT + 1;
        for (int i = query.isForAnyText() ? start : 0; i < contacts.length && below > after.relevance(); i++) {
            if (!wanted.mayBeIn(pairs[2 * i], pairs[2 * i + 1])) {
                continue;
            }
            int relevance = query.relevance(contacts[i], below);
            if (relevance > after.relevance() || (relevance == after.relevance() && i >= start)) {
                byRelevance.get(relevance).add(new Hit(relevance, contacts[i]));
                below = belowWhichMoreAreWanted(byRelevance, rows);
            }
        }
        return byRelevance.stream().flatMap(List::stream).limit(rows).toList();
    }

    private static int belowWhichMoreAreWanted(List<List<Hit>> byRelevance, int rows) {
        int found = 0;
        for (int relevance = 0; relevance < byRelevance.size(); relevance++) {
            found += byRelevance.get(relevance).size();
            if (found >= rows) {
                return relevance;
            }
        }
        return byRelevance.size();
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

    /**
     * Puts the hits whose preferred address comes after a key into a map by that address. Only the first {@code rows}
     * stay in it.
     */
    void searchByAddress(ContactQuery query, String after, int rows, NavigableMap<String, IndexedContact> found) {
        CharacterPairs wanted = query.pairs();
        for (int i = 0; i < contacts.length; i++) {
            IndexedContact contact = contacts[i];
            if (wanted.mayBeIn(pairs[2 * i], pairs[2 * i + 1])
                    && contact.hasPreferredKey()
                    && contact.comparePreferredKey(after) > 0
                    && (found.size() < rows || contact.comparePreferredKey(found.lastKey()) <= 0)
                    && query.finds(contact)) {
                found.merge(
                        contact.preferredKey(),
                        contact,
                        (one, other) -> IndexedContact.compareIds(one.id(), other.id()) < 0 ? one : other);
                if (found.size() > rows) {
                    found.pollLastEntry();
                }
            }
        }
    }
}
