// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.directory;

import com.google.common.collect.Iterators;
import com.google.common.collect.Streams;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.mailgroups.directory.EntryKey.Kind;
import org.mailgroups.directory.OwnContacts.Held;

/**
 * An address book as one user has it, at a version. Its lists are read page by page, so they may already show what
 * changed after that version. Who asks for the changes since that version gets those again, and misses none. Immutable.
 */
public final class Book {
    /** The most entries for {@link #cards}. */
    public static final int CARDS_AT_ONCE = 512;

    private final BookReading reading;
    private final BookState state;
    private final long version;
    private final Optional<Supplier<OwnContacts>> own;

    private Book(BookReading reading, BookState state, long version, Optional<Supplier<OwnContacts>> own) {
        this.reading = reading;
        this.state = state;
        this.version = version;
        this.own = own;
    }

    /** Returns a book of which the user has all contacts. */
    static Book whole(BookReading reading, BookState state) {
        return new Book(reading, state, state.version(), Optional.empty());
    }

    /**
     * Returns a book of which the user has some contacts.
     *
     * @param ownVersion the version that changed these last
     * @param own the contacts, asked for if they are needed; they may already have changed after that version
     */
    static Book ofOwn(BookReading reading, BookState state, long ownVersion, Supplier<OwnContacts> own) {
        return new Book(reading, state, Math.max(ownVersion, state.version()), Optional.of(own));
    }

    /** Returns the domain, in lower case, in A-labels. */
    public String domain() {
        return reading.domain();
    }

    /** Returns a number that is another one after each change of the user's book. */
    public long version() {
        return version;
    }

    /** Returns whether a number was a version of this book, as far as one can tell. */
    public boolean knows(long number) {
        return number >= 0 && number <= version;
    }

    /** Returns whether the user has all contacts of the domain. */
    public boolean isWhole() {
        return own.isEmpty();
    }

    /** Returns what is in the book. */
    public Stream<BookEntry> entries() {
        return all().filter(entry -> !entry.isGone());
    }

    /**
     * Returns what is in the book now and was not, or was another way, at a version; and what is not in it any more, as
     * gone.
     *
     * @param since one that the book {@linkplain #knows knows}
     */
    public Stream<BookEntry> changesSince(long since) {
        if (since == version) {
            return Stream.empty();
        }
        long known =
                Math.max(state.formedAt(), own.map(mine -> mine.get().since()).orElse(0L));
        if (since < known) {
            // The copy was made by another rule. So it is told of each entry that there ever was.
            return everything();
        }
        Stream<BookEntry> contacts = own.map(mine -> ofOwn(mine.get(), since))
                .orElseGet(() -> reading.changed(Kind.CONTACT, since, state.version()));
        return Stream.concat(contacts, reading.changed(Kind.GROUP, since, state.version()));
    }

    private Stream<BookEntry> everything() {
        return own.isEmpty()
                ? all()
                : Stream.concat(
                        reading.all(Kind.CONTACT).map(entry -> isOwn(entry) ? entry : gone(entry)),
                        reading.all(Kind.GROUP));
    }

    /** Returns the user's entries, also those that are gone. */
    private Stream<BookEntry> all() {
        Stream<BookEntry> contacts =
                own.map(mine -> ofOwn(mine.get(), -1).filter(this::isOwn)).orElseGet(() -> reading.all(Kind.CONTACT));
        return Stream.concat(contacts, reading.all(Kind.GROUP));
    }

    private boolean isOwn(BookEntry entry) {
        return own.flatMap(mine -> mine.get().held(entry.key().contactId()))
                .filter(held -> !held.isGone())
                .isPresent();
    }

    private static BookEntry gone(BookEntry entry) {
        return new BookEntry(entry.key(), entry.version(), true, entry.digest());
    }

    /** Returns those of a user's contacts that changed, or came, or went, since a version. */
    private Stream<BookEntry> ofOwn(OwnContacts mine, long since) {
        Stream<EntryKey> keys = mine.contacts().keySet().stream().map(EntryKey::contact);
        return paged(keys, few -> reading.find(few).values().stream()).flatMap(entry -> {
            Held held = mine.held(entry.key().contactId()).orElseThrow();
            boolean isChanged = held.version() > since || entry.version() > since;
            return isChanged ? Stream.of(held.isGone() ? gone(entry) : entry) : Stream.empty();
        });
    }

    private interface Few<T> {
        Stream<T> of(List<EntryKey> keys);
    }

    private static <T> Stream<T> paged(Stream<EntryKey> keys, Few<T> read) {
        return Streams.stream(Iterators.partition(keys.iterator(), DirectoryRepository.MAX_PAGE))
                .flatMap(read::of);
    }

    /**
     * Returns the cards of those of a few entries that are shown, in the order given. Any that the domain shows is
     * found, also if it is not in the user's own book.
     *
     * @param keys at most {@link #CARDS_AT_ONCE}
     */
    public Map<EntryKey, BookCard> cards(Collection<EntryKey> keys) {
        if (keys.size() > CARDS_AT_ONCE) {
            throw new IllegalArgumentException("more than " + CARDS_AT_ONCE + " cards");
        }
        return reading.cards(keys);
    }

    /**
     * Returns entries of the domain, whether they are in the user's own book or not, in which all words of one of the
     * texts are found, without case and accents.
     *
     * @return the most relevant ones of each text, at most some hundreds
     */
    public Set<EntryKey> search(Collection<String> texts) {
        Set<EntryKey> found = new LinkedHashSet<>();
        texts.forEach(text -> found.addAll(reading.search(text)));
        return found;
    }
}
