// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.directory;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.mailgroups.value.Address;

/**
 * Reads what address books show, and what has changed. Each change of a contact or a group writes that down within its
 * own transaction. Nothing is ever taken out, so that a program that was away for a year still learns all.
 *
 * <p>Domains are in lower case, in A-labels. Every method throws {@link
 * org.mailgroups.value.StoreUnavailableException} if the store does not answer.
 */
public interface DirectoryRepository {
    /** The most entries that are read at once. */
    int MAX_PAGE = 1000;

    /** Returns the state of a book. All entries of its version and before can be read from then on. */
    BookState state(String domain);

    /** Returns a number that is another one after each change of the store, whatever it is about. */
    long storeVersion();

    /**
     * A place in a list of entries.
     *
     * @param version of the last entry
     * @param id of the last entry; empty for the beginning
     */
    record Place(long version, String id) {}

    /**
     * Returns entries by their ids, also those that are gone.
     *
     * @param after the id of the last one before; empty for the beginning
     * @param limit at most {@link #MAX_PAGE}
     */
    List<BookEntry> list(String domain, EntryKey.Kind kind, String after, int limit);

    /**
     * Returns the entries that were changed after a place, by version and id.
     *
     * @param until later changes are left out
     * @param limit at most {@link #MAX_PAGE}
     */
    List<BookEntry> changed(String domain, EntryKey.Kind kind, Place after, long until, int limit);

    /** Returns those entries that there are in a book, also those that are gone. */
    Map<EntryKey, BookEntry> find(String domain, Collection<EntryKey> keys);

    /** Returns the cards of groups of a domain that are listed. */
    List<BookCard> groups(String domain, Collection<Long> groups);

    /** Returns the contacts of groups, at most {@code limit}, the first by id. */
    Set<UUID> contactsIn(Collection<Long> groups, int limit);

    /** A state of a large book, and of a user's contacts in it. */
    record OwnState(BookState book, OwnContacts own) {}

    /** Returns what a user of a book has, in one state; empty if nothing is known of the user. */
    Optional<OwnState> own(String domain, Address user);

    /** Writes down which contacts a user has from now on, and returns the state with that. */
    OwnState follow(String domain, Address user, Set<UUID> contacts);
}
