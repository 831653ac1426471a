// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.ldap;

import com.unboundid.ldap.sdk.Filter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.mailgroups.text.SearchQuery;

/**
 * Finds in a filter the texts that the address book can be searched for, so that not every entry must be looked at. A
 * program that completes an address asks for one text in several attributes.
 */
final class Narrowing {
    /** The most texts: each is a search. With more, all entries are looked at, as far as the bounds go. */
    private static final int MAX_TEXTS = 8;

    private static final int MAX_LENGTH = 200;

    /** What the address book's own search looks at. */
    private static final Set<String> SEARCHED =
            Set.of("cn", "displayname", "givenname", "mail", "o", "sn", "telephonenumber");

    private Narrowing() {}

    /** Returns texts of which each entry that matches has at least one; empty if any entry could match. */
    static Optional<Set<String>> texts(Filter filter) {
        return switch (filter.getFilterType()) {
            case Filter.FILTER_TYPE_AND -> Arrays.stream(filter.getComponents())
                    .map(Narrowing::texts)
                    .flatMap(Optional::stream)
                    .min(Comparator.<Set<String>>comparingInt(Set::size).thenComparing(texts -> -shortest(texts)));
            case Filter.FILTER_TYPE_OR -> ofAny(filter.getComponents());
            case Filter.FILTER_TYPE_EQUALITY, Filter.FILTER_TYPE_APPROXIMATE_MATCH -> text(
                    filter, filter.getAssertionValue());
            case Filter.FILTER_TYPE_SUBSTRING -> Stream.concat(
                            Stream.of(filter.getSubAnyStrings()),
                            Stream.of(filter.getSubInitialString(), filter.getSubFinalString()))
                    .filter(part -> part != null)
                    .max(Comparator.comparingInt(String::length))
                    .flatMap(longest -> text(filter, longest));
            default -> Optional.empty();
        };
    }

    private static int shortest(Set<String> texts) {
        return texts.stream().mapToInt(String::length).min().orElse(0);
    }

    private static Optional<Set<String>> ofAny(Filter[] filters) {
        Set<String> all = new LinkedHashSet<>();
        for (Filter filter : filters) {
            Optional<Set<String>> texts = texts(filter);
            if (texts.isEmpty()) {
                return Optional.empty();
            }
            all.addAll(texts.get());
        }
        return all.size() <= MAX_TEXTS ? Optional.of(all) : Optional.empty();
    }

    private static Optional<Set<String>> text(Filter filter, String text) {
        SearchQuery query = SearchQuery.of(text);
        boolean canBeSearched = SEARCHED.contains(filter.getAttributeName().toLowerCase(Locale.ROOT))
                && text.length() <= MAX_LENGTH
                && !query.findsAll()
                && !query.findsNothing()
                && !query.hasTooManyWords();
        return canBeSearched ? Optional.of(Set.of(query.plain())) : Optional.empty();
    }
}
