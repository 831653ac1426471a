// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav;

import com.google.common.collect.Iterators;
import com.google.common.collect.Streams;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.mailgroups.directory.Book;
import org.mailgroups.directory.BookCard;
import org.mailgroups.directory.BookEntry;
import org.mailgroups.directory.EntryKey;
import org.mailgroups.members.dav.xml.Multistatus;

/** Responses for cards, which are read a few at a time while they are sent. */
final class Cards {
    private final Viewer viewer;
    private final Wish wish;
    private final boolean isBrief;

    Cards(Viewer viewer, Wish wish, boolean isBrief) {
        this.viewer = viewer;
        this.wish = wish;
        this.isBrief = isBrief;
    }

    /** Returns the responses for entries of the log; those that are gone are told as such. */
    Stream<String> ofEntries(Stream<BookEntry> entries) {
        return fewAtOnce(entries, some -> {
            Map<EntryKey, BookCard> cards = wish.isForCards()
                    ? viewer.book()
                            .cards(some.stream()
                                    .filter(entry -> !entry.isGone())
                                    .map(BookEntry::key)
                                    .toList())
                    : Map.of();
            return some.stream().map(entry -> ofEntry(entry, Optional.ofNullable(cards.get(entry.key()))));
        });
    }

    private String ofEntry(BookEntry entry, Optional<BookCard> card) {
        boolean isMissing = entry.isGone() || (wish.isForCards() && card.isEmpty());
        return isMissing
                ? Multistatus.missing(viewer.paths().card(entry.key()))
                : Properties.card(
                        entry.key(), card.map(BookCard::digest).orElse(entry.digest()), card, viewer, wish, isBrief);
    }

    /** Returns the responses for entries by name. */
    Stream<String> ofKeys(Stream<EntryKey> keys) {
        return fewAtOnce(keys, some -> {
            Map<EntryKey, BookCard> cards = viewer.book().cards(some);
            return some.stream().map(key -> Optional.ofNullable(cards.get(key))
                    .map(this::ofCard)
                    .orElseGet(() -> Multistatus.missing(viewer.paths().card(key))));
        });
    }

    /** Returns the response for a card. */
    String ofCard(BookCard card) {
        return Properties.card(card.key(), card.digest(), Optional.of(card), viewer, wish, isBrief);
    }

    /** Returns the cards of entries, without those that are gone. */
    Stream<BookCard> read(Stream<EntryKey> keys) {
        return fewAtOnce(keys, some -> viewer.book().cards(some).values().stream());
    }

    /**
     * Returns what is made of all, which is read a few at a time. It is made one by one, while it is taken:
     * {@link Stream#flatMap} would make and hold that of a few at once, which is much if properties are long.
     */
    private static <T, R> Stream<R> fewAtOnce(Stream<T> all, Function<List<T>, Stream<R>> made) {
        return Streams.stream(Iterators.concat(
                Iterators.transform(Iterators.partition(all.iterator(), Book.CARDS_AT_ONCE), some -> made.apply(some)
                        .iterator())));
    }
}
