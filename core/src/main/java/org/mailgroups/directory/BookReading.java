// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.directory;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactFilter;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.directory.DirectoryRepository.Place;
import org.mailgroups.directory.EntryKey.Kind;
import org.mailgroups.group.GroupFilter;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.value.PageRequest;

/** Reads entries and cards of one domain, a page at a time. Thread-safe. */
final class BookReading {
    private static final int PAGE = DirectoryRepository.MAX_PAGE;

    /** How many hits of a text are looked at. */
    static final int MAX_HITS = 500;

    private final DirectoryRepository directory;
    private final ContactRepository contacts;
    private final GroupRepository groups;
    private final String domain;
    private final Map<UUID, String> groupNames = new ConcurrentHashMap<>();

    BookReading(DirectoryRepository directory, ContactRepository contacts, GroupRepository groups, String domain) {
        this.directory = directory;
        this.contacts = contacts;
        this.groups = groups;
        this.domain = domain;
    }

    String domain() {
        return domain;
    }

    /** Returns all entries of a kind, also those that are gone. */
    Stream<BookEntry> all(Kind kind) {
        return pages(
                last -> directory.list(domain, kind, last.map(BookReading::id).orElse(""), PAGE));
    }

    private static String id(BookEntry entry) {
        return entry.key().id();
    }

    /** Returns the entries of a kind that were changed after a version, and not after another one. */
    Stream<BookEntry> changed(Kind kind, long version, long until) {
        Place start = new Place(version, "");
        return pages(last -> directory.changed(
                domain,
                kind,
                last.map(entry -> new Place(entry.version(), id(entry))).orElse(start),
                until,
                PAGE));
    }

    /** @param read returns the page that comes after an entry, or the first one */
    private static Stream<BookEntry> pages(Function<Optional<BookEntry>, List<BookEntry>> read) {
        Iterator<BookEntry> iterator = new Iterator<>() {
            private final Deque<BookEntry> page = new ArrayDeque<>();
            private Optional<BookEntry> last = Optional.empty();
            private boolean isLastPage;

            @Override
            public boolean hasNext() {
                if (page.isEmpty() && !isLastPage) {
                    page.addAll(read.apply(last));
                    isLastPage = page.size() < PAGE;
                    last = Optional.ofNullable(page.peekLast());
                }
                return !page.isEmpty();
            }

            @Override
            public BookEntry next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return page.remove();
            }
        };
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator, Spliterator.ORDERED), false);
    }

    /** Returns those of a few entries that there are, also those that are gone. */
    Map<EntryKey, BookEntry> find(Collection<EntryKey> keys) {
        return directory.find(domain, keys);
    }

    /** Returns the cards of those of a few entries that are shown now, in the order given. */
    Map<EntryKey, BookCard> cards(Collection<EntryKey> keys) {
        Map<EntryKey, BookCard> found = new ConcurrentHashMap<>();
        contacts.findAll(ids(keys, Kind.CONTACT, EntryKey::contactId)).values().stream()
                .filter(contact ->
                        contact.details().shared() && contact.domain().equals(domain))
                .forEach(contact -> nameOf(contact)
                        .ifPresent(name -> found.put(EntryKey.contact(contact.id()), BookCard.of(contact, name))));
        directory.groups(domain, ids(keys, Kind.GROUP, EntryKey::groupId)).forEach(card -> found.put(card.key(), card));
        Map<EntryKey, BookCard> ordered = new LinkedHashMap<>();
        keys.stream().filter(found::containsKey).forEach(key -> ordered.put(key, found.get(key)));
        return ordered;
    }

    private static <T> List<T> ids(Collection<EntryKey> keys, Kind kind, Function<EntryKey, T> id) {
        return keys.stream().filter(key -> key.kind() == kind).map(id).toList();
    }

    /** Returns the name of a contact's group; empty if it was deleted just now, and the contact with it. */
    private Optional<String> nameOf(Contact contact) {
        UUID group = contact.contactGroup();
        Optional<String> name = Optional.ofNullable(groupNames.get(group))
                .or(() -> contacts.findGroup(group).map(ContactGroup::name));
        name.ifPresent(found -> groupNames.put(group, found));
        return name;
    }

    /** Returns the entries in which all words of a text are found somewhere, the most relevant ones first. */
    Set<EntryKey> search(String text) {
        PageRequest page = PageRequest.first(MAX_HITS);
        Set<EntryKey> found =
                groups.list(GroupFilter.all().listed().inDomain(domain).containing(text), page).items().stream()
                        .map(group -> EntryKey.group(group.id()))
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        contacts.search(new ContactFilter(Optional.of(domain), Optional.empty(), true, text), page)
                .items()
                .forEach(hit -> found.add(EntryKey.contact(hit.contact().id())));
        return found;
    }
}
