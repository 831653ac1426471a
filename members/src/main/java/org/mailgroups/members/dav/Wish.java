// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailgroups.call.RefusedCallException;
import org.mailgroups.directory.CardVersion;
import org.mailgroups.members.dav.xml.XmlElement;
import org.mailgroups.members.dav.xml.XmlName;
import org.mailgroups.members.dav.xml.XmlText;

/**
 * The properties that a client asks for.
 *
 * @param kind whether it names them
 * @param names those that it names, in order, each with its empty element for things that do not have it
 * @param version the version of cards
 */
record Wish(Kind kind, Map<XmlName, String> names, CardVersion version) {
    static final XmlName ADDRESS_DATA = XmlName.carddav("address-data");

    private static final XmlName PROP = XmlName.dav("prop");
    private static final int MAX_PROPERTIES = 100;

    /** The longest name, with its namespace. Names that are not known go into the answer, once for each thing. */
    private static final int MAX_NAME_LENGTH = 200;

    /** The most characters of all names. */
    private static final int MAX_NAMES_LENGTH = 8 << 10;

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
            return new Wish(isNames ? Kind.NAMES : Kind.ALL, Map.of(), CardVersion.V3);
        }
        List<XmlElement> wanted = prop.get().children();
        if (wanted.size() > MAX_PROPERTIES) {
            throw RefusedCallException.badRequest("more than " + MAX_PROPERTIES + " properties are asked for");
        }
        return new Wish(
                Kind.NAMED,
                names(wanted),
                prop.get().first(ADDRESS_DATA).map(Wish::version).orElse(CardVersion.V3));
    }

    private static Map<XmlName, String> names(List<XmlElement> wanted) {
        Map<XmlName, String> names = new LinkedHashMap<>();
        int length = 0;
        for (XmlElement element : wanted) {
            XmlName name = element.name();
            int own = name.namespace().length() + name.local().length();
            length += own;
            if (own > MAX_NAME_LENGTH || length > MAX_NAMES_LENGTH) {
                throw RefusedCallException.badRequest("the name of a property, with its namespace, has at most "
                        + MAX_NAME_LENGTH + " characters, and all names together have at most " + MAX_NAMES_LENGTH);
            }
            names.put(name, XmlText.element(name));
        }
        return names;
    }

    /** Returns the wish of a request without a body (RFC 4918 9.1). */
    static Wish all() {
        return new Wish(Kind.ALL, Map.of(), CardVersion.V3);
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
        return names.containsKey(ADDRESS_DATA);
    }
}
