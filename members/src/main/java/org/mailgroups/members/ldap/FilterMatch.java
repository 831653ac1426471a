// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.ldap;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.mailgroups.text.SearchForm;

/**
 * Tells whether an entry matches a filter (RFC 4511 4.5.1.7). Texts are compared as everywhere in this product: without
 * case and accents. What cannot be told of an entry is neither true nor false, and such an entry does not match.
 */
final class FilterMatch {
    /** The most parts of a filter, and how deep they may lie in each other. Programs of today need some 20. */
    static final int MAX_PARTS = 64;

    static final int MAX_DEPTH = 10;

    private static final String PHONE = "telephonenumber";

    /** What can be searched for. Members cannot: they are read only for groups that are found. */
    private static final Set<String> KNOWN = Set.of(
            PHONE,
            "objectclass",
            "cn",
            "dc",
            "description",
            "displayname",
            "givenname",
            "mail",
            "o",
            "ou",
            "postaladdress",
            "sn",
            "title",
            "uid");

    /** What may be said of an entry. */
    private enum Truth {
        FALSE,
        UNDEFINED,
        TRUE;

        static Truth of(boolean isTrue) {
            return isTrue ? TRUE : FALSE;
        }

        Truth not() {
            return switch (this) {
                case FALSE -> TRUE;
                case UNDEFINED -> UNDEFINED;
                case TRUE -> FALSE;
            };
        }
    }

    private FilterMatch() {}

    /** Returns whether a filter is small enough to be looked at. */
    static boolean isBounded(Filter filter) {
        return partsLeft(filter, MAX_PARTS, MAX_DEPTH) >= 0;
    }

    /** Returns how many parts there may be besides those of a filter; less than 0 if it has too many or is too deep. */
    private static int partsLeft(Filter filter, int parts, int depth) {
        if (depth == 0) {
            return -1;
        }
        int left = parts - 1;
        for (Filter inner : inner(filter)) {
            if (left < 0) {
                return left;
            }
            left = partsLeft(inner, left, depth - 1);
        }
        return left - filter.getSubAnyStrings().length;
    }

    private static Filter[] inner(Filter filter) {
        return filter.getFilterType() == Filter.FILTER_TYPE_NOT
                ? new Filter[] {filter.getNOTComponent()}
                : filter.getComponents();
    }

    /** Returns whether an entry matches a filter that {@link #isBounded}. */
    static boolean matches(Filter filter, Entry entry) {
        return truth(filter, entry) == Truth.TRUE;
    }

    private static Truth truth(Filter filter, Entry entry) {
        return switch (filter.getFilterType()) {
            case Filter.FILTER_TYPE_AND -> Arrays.stream(filter.getComponents())
                    .map(inner -> truth(inner, entry))
                    .reduce(Truth.TRUE, (one, other) -> one.compareTo(other) < 0 ? one : other);
            case Filter.FILTER_TYPE_OR -> Arrays.stream(filter.getComponents())
                    .map(inner -> truth(inner, entry))
                    .reduce(Truth.FALSE, (one, other) -> one.compareTo(other) > 0 ? one : other);
            case Filter.FILTER_TYPE_NOT -> truth(filter.getNOTComponent(), entry)
                    .not();
            default -> truthOfValue(filter, entry);
        };
    }

    private static Truth truthOfValue(Filter filter, Entry entry) {
        String name = filter.getAttributeName();
        if (name == null || !KNOWN.contains(name.toLowerCase(Locale.ROOT))) {
            return Truth.UNDEFINED;
        }
        return switch (filter.getFilterType()) {
            case Filter.FILTER_TYPE_PRESENCE -> Truth.of(entry.hasAttribute(name));
            case Filter.FILTER_TYPE_EQUALITY, Filter.FILTER_TYPE_APPROXIMATE_MATCH -> {
                String wanted = form(name, filter.getAssertionValue());
                yield any(entry, name, wanted::equals);
            }
            case Filter.FILTER_TYPE_SUBSTRING -> any(entry, name, value -> hasParts(name, value, filter));
            default -> Truth.UNDEFINED;
        };
    }

    private static Truth any(Entry entry, String name, Predicate<String> matches) {
        String[] values = entry.getAttributeValues(name);
        return Truth.of(values != null
                && Arrays.stream(values).map(value -> form(name, value)).anyMatch(matches));
    }

    private static boolean hasParts(String name, String value, Filter filter) {
        String first = form(name, filter.getSubInitialString());
        String last = form(name, filter.getSubFinalString());
        if (!value.startsWith(first)) {
            return false;
        }
        int from = first.length();
        for (String part : filter.getSubAnyStrings()) {
            String wanted = form(name, part);
            int found = value.indexOf(wanted, from);
            if (found < 0) {
                return false;
            }
            from = found + wanted.length();
        }
        return value.length() - from >= last.length() && value.endsWith(last);
    }

    /** Returns the form in which values are compared: of telephone numbers, the digits. */
    private static String form(String name, String text) {
        if (text == null) {
            return "";
        }
        return name.equalsIgnoreCase(PHONE) ? SearchForm.of(text) : SearchForm.plain(text);
    }
}
