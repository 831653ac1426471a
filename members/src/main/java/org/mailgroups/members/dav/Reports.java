// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav;

import static org.mailgroups.members.dav.xml.XmlName.carddav;
import static org.mailgroups.members.dav.xml.XmlName.dav;

import com.google.common.collect.Streams;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.mailgroups.directory.Book;
import org.mailgroups.directory.BookCard;
import org.mailgroups.directory.BookEntry;
import org.mailgroups.directory.EntryKey;
import org.mailgroups.members.dav.xml.Multistatus;
import org.mailgroups.members.dav.xml.XmlElement;
import org.mailgroups.members.dav.xml.XmlName;
import org.mailgroups.members.dav.xml.XmlText;
import org.mailgroups.value.InvalidValueException;

/** The reports of a book: what changed (RFC 6578), cards by name, cards by content (RFC 6352 8). */
final class Reports {
    private static final XmlName HREF = dav("href");
    private static final XmlName SYNC_TOKEN = dav("sync-token");
    private static final int BAD_REQUEST = 400;
    private static final int INSUFFICIENT_STORAGE = 507;

    /** The most hits of a query in a large book. */
    private static final int MAX_FOUND = 1000;

    private final Viewer viewer;
    private final DavCall call;

    Reports(Viewer viewer, DavCall call) {
        this.viewer = viewer;
        this.call = call;
    }

    /** Returns the multistatus that a report asks for, in pieces. */
    Stream<String> answer(XmlElement report) {
        if (report.is(dav("sync-collection"))) {
            return changes(report);
        }
        if (report.is(carddav("addressbook-multiget"))) {
            return named(report);
        }
        if (report.is(carddav("addressbook-query"))) {
            return query(report);
        }
        throw DavRefusal.of(dav("supported-report"));
    }

    private Cards cards(Wish wish) {
        return new Cards(viewer, wish, call.isBrief());
    }

    /** The header {@code Depth} is not looked at: programs send 0, 1 or none. */
    private Stream<String> changes(XmlElement report) {
        Book book = viewer.book();
        String token = report.first(SYNC_TOKEN).map(XmlElement::text).orElse("");
        Stream<BookEntry> entries = token.isEmpty() ? book.entries() : book.changesSince(version(book, token));
        OptionalLong limit = limit(report, dav("limit"), dav("nresults"));
        if (limit.isPresent()) {
            List<BookEntry> some = entries.limit(limit.getAsLong() + 1).toList();
            if (some.size() > limit.getAsLong()) {
                // A part of the changes has no version of its own (RFC 6578 3.7).
                throw DavRefusal.of(INSUFFICIENT_STORAGE, dav("number-of-matches-within-limits"));
            }
            entries = some.stream();
        }
        Wish wish = Wish.of(report);
        return Multistatus.of(
                cards(wish).ofEntries(entries), XmlText.element(SYNC_TOKEN, XmlText.escape(viewer.token())));
    }

    private long version(Book book, String token) {
        OptionalLong version = viewer.tokens().version(token);
        if (version.isEmpty() || !book.knows(version.getAsLong())) {
            // RFC 6578 3.2 says 403, and Thunderbird begins anew only after 400.
            boolean isThunderbird = call.program().toLowerCase(Locale.ROOT).contains("thunderbird");
            throw isThunderbird
                    ? DavRefusal.of(BAD_REQUEST, dav("valid-sync-token"))
                    : DavRefusal.of(dav("valid-sync-token"));
        }
        return version.getAsLong();
    }

    private static OptionalLong limit(XmlElement report, XmlName limit, XmlName results) {
        Optional<String> text =
                report.first(limit).flatMap(some -> some.first(results)).map(XmlElement::text);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Math.max(0, Integer.parseInt(text.get())));
        } catch (NumberFormatException e) {
            throw new InvalidValueException("nresults is no number", e);
        }
    }

    private Stream<String> named(XmlElement report) {
        Set<EntryKey> known = new LinkedHashSet<>();
        Set<String> unknown = new LinkedHashSet<>();
        report.all(HREF).map(XmlElement::text).forEach(href -> viewer.paths()
                .card(DavPaths.inHref(href))
                .ifPresentOrElse(known::add, () -> unknown.add(href)));
        return Multistatus.of(
                Stream.concat(
                        cards(Wish.of(report)).ofKeys(known.stream()),
                        unknown.stream().map(Multistatus::missing)),
                "");
    }

    private Stream<String> query(XmlElement report) {
        CardFilter filter = report.first(carddav("filter"))
                .map(CardFilter::of)
                .orElseThrow(() -> DavRefusal.of(carddav("supported-filter")));
        OptionalLong wanted = limit(report, carddav("limit"), carddav("nresults"));
        Book book = viewer.book();
        long limit = Math.min(wanted.orElse(Long.MAX_VALUE), book.isWhole() ? Integer.MAX_VALUE : MAX_FOUND);
        Cards cards = cards(Wish.of(report));
        Hits<BookCard> hits = new Hits<>(
                cards.read(candidates(book, filter)).iterator(),
                filter::finds,
                cards::ofCard,
                limit,
                Multistatus.tooMany(viewer.paths().book()),
                System::nanoTime);
        return Multistatus.of(Streams.stream(hits), "");
    }

    /** Returns the entries that a filter may find. A large book is searched beyond the user's own part of it. */
    private static Stream<EntryKey> candidates(Book book, CardFilter filter) {
        return book.isWhole() || filter.texts().isEmpty()
                ? book.entries().map(BookEntry::key)
                : book.search(filter.texts()).stream();
    }
}
