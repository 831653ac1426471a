// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mailgroups.call.RefusedCallException;
import org.mailgroups.directory.CardVersion;
import org.mailgroups.members.dav.xml.XmlElement;
import org.mailgroups.members.dav.xml.XmlName;

/**
 * The properties that a client asks for.
 *
 * @param kind whether it names them
 * @param names those that it names, in order
 * @param version the version of cards
 */
record Wish(Kind kind, Set<XmlName> names, CardVersion version) {
    static final XmlName ADDRESS_DATA = XmlName.carddav("address-data");

    private static final XmlName PROP = XmlName.dav("prop");
    private static final int MAX_PROPERTIES = 100;

    /** What a client asks for. */
    enum Kind {
        NAMED,
        /** All that one usually wants. */
        ALL,
        /** The names of all, without what is in them. */
        NAMES
    }

    /** Returns what a {@code propfind} or a report asks for. */
    static Wish of(XmlElement request) {
        Optional<XmlElement> prop = request.first(PROP);
        if (prop.isEmpty()) {
            boolean isNames = request.first(XmlName.dav("propname")).isPresent();
            return new Wish(isNames ? Kind.NAMES : Kind.ALL, Set.of(), CardVersion.V3);
        }
        List<XmlElement> wanted = prop.get().children();
        if (wanted.size() > MAX_PROPERTIES) {
            throw RefusedCallException.badRequest("more than " + MAX_PROPERTIES + " properties are asked for");
        }
        return new Wish(
                Kind.NAMED,
                wanted.stream().map(XmlElement::name).collect(Collectors.toCollection(LinkedHashSet::new)),
                prop.get().first(ADDRESS_DATA).map(Wish::version).orElse(CardVersion.V3));
    }

    /** Returns the wish of a request without a body (RFC 4918 9.1). */
    static Wish all() {
        return new Wish(Kind.ALL, Set.of(), CardVersion.V3);
    }

    private static CardVersion version(XmlElement data) {
        String type = data.attribute("content-type", "text/vcard");
        String version = data.attribute("version", CardVersion.V3.text());
        for (CardVersion known : CardVersion.values()) {
            if (type.equalsIgnoreCase("text/vcard") && known.text().equals(version)) {
                return known;
            }
        }
        throw DavRefusal.of(XmlName.carddav("supported-address-data"));
    }

    boolean isForCards() {
        return names.contains(ADDRESS_DATA);
    }
}
