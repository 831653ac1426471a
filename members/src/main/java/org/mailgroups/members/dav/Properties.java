// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav;

import static org.mailgroups.members.dav.xml.XmlName.calendarserver;
import static org.mailgroups.members.dav.xml.XmlName.carddav;
import static org.mailgroups.members.dav.xml.XmlName.dav;
import static org.mailgroups.members.dav.xml.XmlText.element;
import static org.mailgroups.members.dav.xml.XmlText.escape;
import static org.mailgroups.members.dav.xml.XmlText.href;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mailgroups.directory.BookCard;
import org.mailgroups.directory.CardVersion;
import org.mailgroups.directory.EntryKey;
import org.mailgroups.idna.DomainName;
import org.mailgroups.members.dav.xml.Multistatus;
import org.mailgroups.members.dav.xml.XmlName;

/** The table of properties: what each kind of thing has. */
final class Properties {
    static final String CARD_TYPE = "text/vcard; charset=utf-8";

    private static final XmlName RESOURCE_TYPE = dav("resourcetype");
    private static final XmlName REPORTS = dav("supported-report-set");
    private static final XmlName ETAG = dav("getetag");

    /** What everything has. */
    private static final Map<XmlName, Function<Viewer, String>> COMMON = table(
            Map.entry(
                    dav("current-user-principal"), viewer -> href(viewer.paths().self())),
            Map.entry(dav("owner"), viewer -> href(viewer.paths().self())),
            Map.entry(dav("principal-collection-set"), viewer -> href(DavPaths.ROOT)),
            // To read, and nothing else: programs take the book for read-only then.
            Map.entry(dav("current-user-privilege-set"), viewer -> element(dav("privilege"), element(dav("read")))));

    private static final Map<XmlName, Function<Viewer, String>> ROOT = table(
            Map.entry(RESOURCE_TYPE, viewer -> element(dav("collection"))),
            Map.entry(REPORTS, viewer -> ""),
            Map.entry(
                    carddav("addressbook-home-set"),
                    viewer -> href(viewer.paths().home())));

    private static final Map<XmlName, Function<Viewer, String>> SELF = table(
            Map.entry(RESOURCE_TYPE, viewer -> element(dav("collection")) + element(dav("principal"))),
            Map.entry(dav("displayname"), viewer -> escape(viewer.name())),
            Map.entry(REPORTS, viewer -> ""),
            Map.entry(dav("principal-URL"), viewer -> href(viewer.paths().self())),
            Map.entry(dav("alternate-URI-set"), viewer -> ""),
            Map.entry(dav("group-membership"), viewer -> ""),
            Map.entry(
                    carddav("addressbook-home-set"),
                    viewer -> href(viewer.paths().home())));

    private static final Map<XmlName, Function<Viewer, String>> HOME =
            table(Map.entry(RESOURCE_TYPE, viewer -> element(dav("collection"))), Map.entry(REPORTS, viewer -> ""));

    private static final Map<XmlName, Function<Viewer, String>> BOOK = table(
            Map.entry(RESOURCE_TYPE, viewer -> element(dav("collection")) + element(carddav("addressbook"))),
            Map.entry(
                    dav("displayname"),
                    viewer -> escape(DomainName.toUnicode(viewer.book().domain()))),
            Map.entry(REPORTS, viewer -> Stream.of(
                            carddav("addressbook-multiget"), carddav("addressbook-query"), dav("sync-collection"))
                    .map(report -> element(dav("supported-report"), element(dav("report"), element(report))))
                    .collect(Collectors.joining())),
            Map.entry(calendarserver("getctag"), viewer -> escape(viewer.token())),
            Map.entry(dav("sync-token"), viewer -> escape(viewer.token())),
            // A program that knew of 4.0 would ask for it, and macOS gives up a whole book for one such card.
            Map.entry(
                    carddav("supported-address-data"),
                    viewer -> "<c:address-data-type content-type=\"text/vcard\" version=\"" + CardVersion.V3.text()
                            + "\"/>"),
            Map.entry(carddav("supported-collation-set"), viewer -> CardFilter.COLLATIONS.stream()
                    .map(collation -> element(carddav("supported-collation"), collation))
                    .collect(Collectors.joining())));

    private static final Map<XmlName, Function<Viewer, String>> CARD =
            table(Map.entry(RESOURCE_TYPE, viewer -> ""), Map.entry(dav("getcontenttype"), viewer -> CARD_TYPE));

    /** What is not sent unless it is named: it is long, or of interest for few. */
    private static final Set<XmlName> NAMED_ONLY = Set.of(
            REPORTS,
            dav("current-user-privilege-set"),
            dav("principal-collection-set"),
            dav("alternate-URI-set"),
            dav("group-membership"),
            dav("owner"),
            carddav("supported-address-data"),
            carddav("supported-collation-set"),
            carddav("addressbook-home-set"));

    private Properties() {}

    @SafeVarargs
    private static Map<XmlName, Function<Viewer, String>> table(
            Map.Entry<XmlName, Function<Viewer, String>>... entries) {
        Map<XmlName, Function<Viewer, String>> table = new LinkedHashMap<>();
        for (Map.Entry<XmlName, Function<Viewer, String>> entry : entries) {
            table.put(entry.getKey(), entry.getValue());
        }
        return table;
    }

    /** Returns the response for anything but a card. */
    static String response(Target target, Viewer viewer, Wish wish, boolean isBrief) {
        if (target instanceof Target.Self) {
            return response(viewer.paths().self(), SELF, Map.of(), viewer, wish, isBrief);
        }
        if (target instanceof Target.Home) {
            return response(viewer.paths().home(), HOME, Map.of(), viewer, wish, isBrief);
        }
        if (target instanceof Target.TheBook) {
            return response(viewer.paths().book(), BOOK, Map.of(), viewer, wish, isBrief);
        }
        return response(DavPaths.ROOT, ROOT, Map.of(), viewer, wish, isBrief);
    }

    /**
     * Returns the response for a card.
     *
     * @param digest of the card
     * @param card to be there if the wish is for cards
     */
    static String card(
            EntryKey key, String digest, Optional<BookCard> card, Viewer viewer, Wish wish, boolean isBrief) {
        Map<XmlName, String> own = new LinkedHashMap<>();
        own.put(ETAG, escape(tag(digest, CardVersion.V3)));
        if (wish.isForCards()) {
            card.ifPresent(shown -> own.put(Wish.ADDRESS_DATA, escape(shown.text(wish.version()))));
        }
        return response(viewer.paths().card(key), CARD, own, viewer, wish, isBrief);
    }

    /** Returns the entity tag of a card, a strong one. Each version has its own. */
    static String tag(String digest, CardVersion version) {
        return "\"" + digest + (version == CardVersion.V3 ? "" : "-" + version.text()) + "\"";
    }

    private static String response(
            String path,
            Map<XmlName, Function<Viewer, String>> table,
            Map<XmlName, String> own,
            Viewer viewer,
            Wish wish,
            boolean isBrief) {
        Map<XmlName, String> found = new LinkedHashMap<>();
        StringBuilder missing = new StringBuilder();
        for (XmlName name : wish.kind() == Wish.Kind.NAMED ? wish.names().keySet() : names(table, own, wish)) {
            Function<Viewer, String> value = table.getOrDefault(name, COMMON.get(name));
            if (own.containsKey(name)) {
                found.put(name, own.get(name));
            } else if (value != null) {
                found.put(name, wish.kind() == Wish.Kind.NAMES ? "" : value.apply(viewer));
            } else {
                missing.append(wish.names().get(name));
            }
        }
        if (wish.kind() == Wish.Kind.NAMES) {
            found.replaceAll((name, value) -> "");
        }
        return Multistatus.response(path, found, missing.toString(), isBrief);
    }

    private static List<XmlName> names(
            Map<XmlName, Function<Viewer, String>> table, Map<XmlName, String> own, Wish wish) {
        return Stream.of(table.keySet(), own.keySet(), COMMON.keySet())
                .flatMap(Set::stream)
                .filter(name -> wish.kind() == Wish.Kind.NAMES || !NAMED_ONLY.contains(name))
                .toList();
    }
}
