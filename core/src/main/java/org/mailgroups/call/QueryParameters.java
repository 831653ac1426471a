// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mailgroups.text.NormalForm;
import org.mailgroups.value.Address;
import org.mailgroups.value.Field;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.PageRequest;
import org.mailgroups.value.PercentCoding;
import org.mailgroups.value.Text;

/**
 * The query of a call. It has only parameters that the call knows, each at most once. A parameter with an empty value
 * counts as left out, except {@code limit}. Immutable.
 *
 * <p>The query string alone is read, never a form in the body.
 */
public final class QueryParameters {
    /** The name of the parameter with the size of a page. Every list takes it, and {@link #AFTER} too. */
    public static final String LIMIT = "limit";

    public static final String AFTER = "after";

    /** The greatest length of a text, in characters. */
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

    /** Returns a short text without control characters, in normal form; empty if left out. */
    public String text(String name) {
        return text(name, MAX_TEXT_LENGTH);
    }

    /** Returns a text of at most {@code maxLength} characters, without control characters; empty if left out. */
    public String text(String name, int maxLength) {
        return Text.line(name, values.getOrDefault(name, ""), maxLength);
    }

    /**
     * Returns one of the words; the first one if left out.
     *
     * @throws InvalidValueException if the value is another word
     */
    public String oneOf(String name, String... words) {
        String word = text(name);
        if (word.isEmpty()) {
            return words[0];
        }
        if (!List.of(words).contains(word)) {
            throw new InvalidValueException(name + " must be "
                    + Stream.of(words).filter(known -> !known.isEmpty()).collect(Collectors.joining(" or ")));
        }
        return word;
    }

    /** Returns the value, which must be {@code true} or {@code false}; false if left out. */
    public boolean flag(String name) {
        return "true".equals(oneOf(name, "false", "true"));
    }

    /** Returns a whole number that is 0 or more; 0 if left out. */
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

    /** Returns mail addresses that commas separate, each once; empty if left out. */
    public List<Address> addresses(String name) {
        String given = given(name);
        if (given.isEmpty()) {
            return List.of();
        }
        return Arrays.stream(given.split(",", -1))
                .map(value -> Field.named(name, () -> Address.parse(value)))
                .distinct()
                .toList();
    }

    /** Returns texts that commas separate, each once; empty if left out. */
    public List<String> texts(String name) {
        String given = given(name);
        if (given.isEmpty()) {
            return List.of();
        }
        if (!isPlain(given)) {
            throw new InvalidValueException(name + " has a control character");
        }
        List<String> texts = Arrays.stream(given.split(",", -1))
                .map(NormalForm::stripped)
                .distinct()
                .toList();
        if (texts.contains("")) {
            throw new InvalidValueException(name + " has an empty entry");
        }
        return texts;
    }

    /**
     * Checks that each parameter of the query is allowed.
     *
     * @param call the call in words, for the error
     * @throws InvalidValueException if one is not allowed; the exception names it
     */
    public void requireOnly(Set<String> allowed, String call) {
        values.keySet().stream()
                .filter(name -> !allowed.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new InvalidValueException(call + " takes no query parameter " + shown(name));
                });
    }

    /** Returns a mail address; empty if left out. */
    public Optional<Address> address(String name) {
        return rawText(name).map(value -> Field.named(name, () -> Address.parse(value)));
    }

    /** Returns the name of a mail domain in lower case A-labels; empty if left out. */
    public Optional<String> domain(String name) {
        return rawText(name).map(value -> DomainField.parse(name, value));
    }

    private Optional<String> rawText(String name) {
        return Optional.of(given(name)).filter(value -> !value.isEmpty()).map(value -> {
            if (value.length() > Address.MAX_OCTETS) {
                throw new InvalidValueException(name + " is longer than " + Address.MAX_OCTETS + " characters");
            }
            return value;
        });
    }

    /** Returns the wanted part of a list. The keys of the list are at most as long as an address. */
    public PageRequest page() {
        return page(Address.MAX_OCTETS);
    }

    /** Returns the wanted part of a list. The keys of the list have at most {@code maxKeyLength} characters. */
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
        // With five digits it always is an int. PageRequest refuses an int that is not allowed.
        return limit.matches("[0-9]{1,5}") ? Integer.parseInt(limit) : 0;
    }

    private String given(String name) {
        return NormalForm.stripped(values.getOrDefault(name, ""));
    }

    private static boolean isPlain(String text) {
        return text.codePoints().noneMatch(NormalForm::isControl);
    }
}
