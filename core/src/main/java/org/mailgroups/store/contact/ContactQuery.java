// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import java.util.Arrays;
import java.util.List;
import org.mailgroups.contact.ContactFilter;
import org.mailgroups.text.SearchQuery;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Text;

/**
 * A search for contacts, and how well a contact fits it (see {@link
 * org.mailgroups.contact.ContactRepository#search}). Immutable.
 */
final class ContactQuery {
    /** The greatest relevance number: of contacts that have the words anywhere. */
    static final int LEAST_RELEVANT = 4;

    /** The relevance number of contacts that do not fit. */
    static final int NOT_FOUND = -1;

    private final ContactFilter filter;
    private final SearchQuery query;
    private final String wanted;
    private final String whole;
    /** In the form in which they are found anywhere. */
    private final List<String> words;
    /** As they were typed, but plain. */
    private final List<String> beginnings;

    private final CharacterPairs pairs;
    private final boolean withIdentifier;

    /** @throws InvalidValueException if there are too many words */
    ContactQuery(ContactFilter filter) {
        this.filter = filter;
        this.query = Text.query(filter.text());
        this.wanted = query.plain();
        this.whole = IndexedContact.whole(wanted);
        this.words = query.words();
        this.beginnings = Arrays.stream(wanted.split(" ")).distinct().toList();
        this.pairs = CharacterPairs.of(words);
        this.withIdentifier = !filter.sharedOnly();
    }

    /** Returns whether every contact that this search finds is equally relevant. */
    boolean isForAnyText() {
        return query.findsAll();
    }

    /** Returns the pairs that every found contact has. */
    CharacterPairs pairs() {
        return pairs;
    }

    /** Returns whether the contact is wanted, however relevant it is. */
    boolean finds(IndexedContact contact) {
        return admits(contact) && containsWords(contact);
    }

    /**
     * Returns how relevant the contact is: 0 is the most relevant; {@link #NOT_FOUND} if it is not wanted at all, or
     * not among the more relevant ones.
     *
     * @param below only numbers less than this are of interest, which saves looking for others
     */
    int relevance(IndexedContact contact, int below) {
        if (!admits(contact)) {
            return NOT_FOUND;
        }
        int relevance = relevanceOfText(contact, below);
        return relevance < below ? relevance : NOT_FOUND;
    }

    private boolean admits(IndexedContact contact) {
        return !query.findsNothing()
                && filter.admits(contact.shared())
                && (filter.contactGroup().isEmpty()
                        || filter.contactGroup().get().equals(contact.contactGroup()));
    }

    private boolean containsWords(IndexedContact contact) {
        for (String word : words) {
            if (!contact.contains(word, withIdentifier)) {
                return false;
            }
        }
        return true;
    }

    private int relevanceOfText(IndexedContact contact, int below) {
        if (words.isEmpty()) {
            return 0;
        }
        if (below > 2 && !containsWords(contact)) {
            return NOT_FOUND;
        }
        if (contact.isWhole(wanted, whole, withIdentifier)) {
            return 0;
        }
        if (below > 1 && contact.nameBegins(wanted)) {
            return 1;
        }
        if (below > 2 && wordsBeginWordsOfName(contact)) {
            return 2;
        }
        if (below > 3 && wordsBeginWords(contact)) {
            return 3;
        }
        return LEAST_RELEVANT;
    }

    // Plain loops, since these run for every contact.

    private boolean wordsBeginWordsOfName(IndexedContact contact) {
        for (String word : beginnings) {
            if (!contact.beginsWordOfName(word)) {
                return false;
            }
        }
        return true;
    }

    private boolean wordsBeginWords(IndexedContact contact) {
        for (String word : beginnings) {
            if (!contact.beginsWord(word, withIdentifier)) {
                return false;
            }
        }
        return true;
    }
}
