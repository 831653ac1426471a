// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailgroups.value.Address;
import org.mailgroups.value.Field;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.PercentCoding;

/**
 * The query of a call: only parameters that the call knows, each at most once. One with an empty value counts as left out, except {@code limit}.
 *
 * <p>Read from the query string itself, never from a form body. Immutable.
 */
public final class QueryParameters {
    /** The names of the parameters that every list takes. */
    public static final String LIMIT = "limit";

    public static final String AFTER = "after";

    /** The longest text to search for, in characters. */
    private static final int MAX_TEXT_LENGTH = 200;

    private static final int MAX_SHOWN = 40;

    private final Map<String, String> values;

    private QueryParameters(Map<String, String> values) {
        this.values = values;
    }

    public static QueryParameters parse(String query, Set<String> known) {
        Map<String, String> values = new HashMap<>();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                if (!pair.isEmpty()) {
                    add(values, pair, known);
                }
            }
        }
        return new QueryParameters(values);
    }

    private static void add(Map<String, String> values, String pair, Set<String> known) {
        int equals = pair.indexOf('=');
        String name = PercentCoding.decodeQuery("query", equals < 0 ? pair : pair.substring(0, equals));
        if (!known.contains(name)) {
            throw new InvalidValueException("unknown query parameter " + shown(name));
        }
        String value = PercentCoding.decodeQuery(name, equals < 0 ? "" : pair.substring(equals + 1));
        if (values.putIfAbsent(name, value) != null) {
            throw new InvalidValueException("query parameter " + name + " is given twice");
        }
    }

    private static String shown(String name) {
        return "'" + (name.length() > MAX_SHOWN ? name.substring(0, MAX_SHOWN) + "..." : name) + "'";
    }

    /** A short text without control characters, stripped; empty if left out. */
    public String text(String name) {
        String text = values.getOrDefault(name, "").strip();
        if (text.length() > MAX_TEXT_LENGTH) {
            throw new InvalidValueException(name + " is longer than " + MAX_TEXT_LENGTH + " characters");
        }
        if (!isPlain(text)) {
            throw new InvalidValueException(name + " has a control character");
        }
        return text;
    }

    /**
     * One of some words; the first one if left out.
     *
     * @throws InvalidValueException if it is another one
     */
    public String oneOf(String name, String... words) {
        String word = text(name);
        if (word.isEmpty()) {
            return words[0];
        }
        if (!List.of(words).contains(word)) {
            throw new InvalidValueException(name + " must be " + String.join(" or ", words));
        }
        return word;
    }

    /** {@code true} or {@code false}, which it is if left out. */
    public boolean flag(String name) {
        return "true".equals(oneOf(name, "false", "true"));
    }

    /** A whole number of at least 0; 0 if left out. */
    public long wholeNumber(String name) {
        String text = text(name);
        if (text.isEmpty()) {
            return 0;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw new InvalidValueException(name + " must be a whole number of at most 18 digits");
        }
        return Long.parseLong(text);
    }

    /** Mail addresses between commas, each at most once; empty if left out. */
    public List<Address> addresses(String name) {
        String given = values.getOrDefault(name, "").strip();
        if (given.isEmpty()) {
            return List.of();
        }
        return Arrays.stream(given.split(",", -1))
                .map(value -> Field.named(name, () -> Address.parse(value)))
                .distinct()
                .toList();
    }

    /** Texts between commas, each at most once; empty if left out. */
    public List<String> texts(String name) {
        String given = values.getOrDefault(name, "").strip();
        if (given.isEmpty()) {
            return List.of();
        }
        if (!isPlain(given)) {
            throw new InvalidValueException(name + " has a control character");
        }
        List<String> texts = Arrays.stream(given.split(",", -1))
                .map(String::strip)
                .distinct()
                .toList();
        if (texts.contains("")) {
            throw new InvalidValueException(name + " has an empty entry");
        }
        return texts;
    }

    /**
     * All that are given are among these.
     *
     * @throws InvalidValueException naming one that is not
     */
    void requireOnly(Set<String> allowed, String call) {
        values.keySet().stream()
                .filter(name -> !allowed.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new InvalidValueException(call + " takes no query parameter " + shown(name));
                });
    }

    /** A mail address, if given. */
    public Optional<Address> address(String name) {
        return text(name, Address.MAX_OCTETS).map(value -> Field.named(name, () -> Address.parse(value)));
    }

    /** The name of a mail domain in lower case A-labels, if given. */
    public Optional<String> domain(String name) {
        return text(name, Address.MAX_OCTETS).map(value -> DomainName.parse(name, value));
    }

    private Optional<String> text(String name, int maxLength) {
        return Optional.of(values.getOrDefault(name, "").strip())
                .filter(value -> !value.isEmpty())
                .map(value -> {
                    if (value.length() > maxLength) {
                        throw new InvalidValueException(name + " is longer than " + maxLength + " characters");
                    }
                    return value;
                });
    }

    /** Which part of a list is wanted whose keys are addresses or shorter. */
    public PageRequest page() {
        return page(Address.MAX_OCTETS);
    }

    /** Which part of a list is wanted whose keys have at most {@code maxKeyLength} characters. */
    public PageRequest page(int maxKeyLength) {
        String after = values.getOrDefault(AFTER, "");
        if (after.length() > maxKeyLength || !isPlain(after)) {
            throw new InvalidValueException(AFTER + " is not the 'next' of a page");
        }
        return new PageRequest(after, limit());
    }

    private int limit() {
        String limit = values.get(LIMIT);
        if (limit == null) {
            return PageRequest.DEFAULT_LIMIT;
        }
        // Five digits at most, so that it is an int; whether it is one that is allowed, PageRequest says.
        return limit.matches("[0-9]{1,5}") ? Integer.parseInt(limit) : 0;
    }

    private static boolean isPlain(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }
}
