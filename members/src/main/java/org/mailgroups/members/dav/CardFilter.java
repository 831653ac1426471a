// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav;

import static org.mailgroups.members.dav.xml.XmlName.carddav;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.directory.BookCard;
import org.mailgroups.members.dav.xml.XmlElement;
import org.mailgroups.members.dav.xml.XmlName;
import org.mailgroups.text.SearchForm;

/**
 * The filter of a query (RFC 6352 10.5). Texts are compared without case and accents, as everywhere in the product,
 * unless the client asks for octets. Filters of parameters are refused.
 */
final class CardFilter {
    static final List<String> COLLATIONS = List.of("i;ascii-casemap", "i;octet", "i;unicode-casemap");

    private static final String OCTET = "i;octet";
    private static final XmlName TEXT_MATCH = carddav("text-match");

    /** The most filters of properties, and conditions in them: each is looked at for each card. */
    private static final int MAX_PARTS = 50;

    private final Predicate<Shown> test;
    private final Set<String> texts;

    /** What a card shows. Each property is read, and made ready to be searched, once for all parts of a filter. */
    private static final class Shown {
        private final BookCard card;
        private final Map<String, List<Value>> known = new HashMap<>();

        Shown(BookCard card) {
            this.card = card;
        }

        List<Value> of(String property) {
            return known.computeIfAbsent(property, name -> values(card, name).stream()
                    .map(text -> new Value(text, SearchForm.plain(text)))
                    .toList());
        }
    }

    /** @param plain the text without case and accents */
    private record Value(String text, String plain) {}

    private CardFilter(Predicate<Shown> test, Set<String> texts) {
        this.test = test;
        this.texts = texts;
    }

    /** Reads a {@code filter}. One without a part lets every card through. */
    static CardFilter of(XmlElement filter) {
        List<XmlElement> properties = filter.all(carddav("prop-filter")).toList();
        Set<String> texts = new LinkedHashSet<>();
        List<Predicate<Shown>> tests = new ArrayList<>();
        int parts = properties.stream()
                .mapToInt(property -> 1 + property.children().size())
                .sum();
        if (parts > MAX_PARTS) {
            throw DavRefusal.of(carddav("supported-filter"));
        }
        properties.forEach(property -> tests.add(property(property, texts)));
        return new CardFilter(tests.isEmpty() ? card -> true : joined(filter, tests), texts);
    }

    private static <T> Predicate<T> joined(XmlElement parent, List<Predicate<T>> tests) {
        return switch (parent.attribute("test", "anyof")) {
            case "anyof" -> thing -> tests.stream().anyMatch(test -> test.test(thing));
            case "allof" -> thing -> tests.stream().allMatch(test -> test.test(thing));
            default -> throw DavRefusal.of(carddav("supported-filter"));
        };
    }

    private static Predicate<Shown> property(XmlElement filter, Set<String> texts) {
        String name = filter.attribute("name", "").toUpperCase(Locale.ROOT);
        String property = name.substring(name.indexOf('.') + 1);
        if (filter.first(carddav("param-filter")).isPresent()) {
            throw DavRefusal.of(carddav("supported-filter"));
        }
        if (filter.first(carddav("is-not-defined")).isPresent()) {
            return card -> card.of(property).isEmpty();
        }
        List<Predicate<List<Value>>> matches =
                filter.all(TEXT_MATCH).map(match -> match(match, texts)).toList();
        if (matches.isEmpty()) {
            return card -> !card.of(property).isEmpty();
        }
        Predicate<List<Value>> all = joined(filter, matches);
        return card -> all.test(card.of(property));
    }

    private static Predicate<List<Value>> match(XmlElement match, Set<String> texts) {
        String collation = match.attribute("collation", "i;unicode-casemap");
        if (!COLLATIONS.contains(collation) && !collation.equals("default")) {
            throw DavRefusal.of(carddav("supported-collation"));
        }
        boolean isOctet = collation.equals(OCTET);
        boolean isNegated = match.attribute("negate-condition", "no").equals("yes");
        String wanted = isOctet ? match.text() : SearchForm.plain(match.text());
        BiPredicate<String, String> comparison = comparison(match.attribute("match-type", "contains"));
        if (!isNegated) {
            texts.add(match.text());
        }
        return values -> isNegated
                != values.stream().anyMatch(value -> comparison.test(isOctet ? value.text() : value.plain(), wanted));
    }

    private static BiPredicate<String, String> comparison(String type) {
        return switch (type) {
            case "equals" -> String::equals;
            case "contains" -> String::contains;
            case "starts-with" -> String::startsWith;
            case "ends-with" -> String::endsWith;
            default -> throw DavRefusal.of(carddav("supported-filter"));
        };
    }

    /** Returns the values that a card has for a property. */
    private static List<String> values(BookCard card, String property) {
        return switch (property) {
            case "FN", "N" -> List.of(card.name());
            case "EMAIL" -> card.emails().stream()
                    .map(ContactEmail::address)
                    .map(Object::toString)
                    .toList();
            case "TEL" -> card.phones();
            case "ORG" -> card.isGroup() ? List.of(card.name()) : present(card.company(), card.department());
            case "TITLE" -> present(card.title());
            case "ADR" -> present(card.postalAddress());
            case "CATEGORIES" -> present(card.category());
            case "NOTE" -> present(card.note());
            case "UID" -> List.of(card.uid());
            default -> List.of();
        };
    }

    private static List<String> present(String... texts) {
        return Stream.of(texts).filter(text -> !text.isEmpty()).toList();
    }

    boolean finds(BookCard card) {
        return test.test(new Shown(card));
    }

    /** Returns the texts that cards are looked for by; with none, only the negation of something is asked for. */
    Set<String> texts() {
        return texts;
    }
}
