// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mailgroups.text.NormalForm;
import org.mailgroups.text.SearchQuery;

/** Text from callers as parameters of SQL. */
public final class SearchText {
    private SearchText() {}

    /**
     * Returns the condition that each word of a search is in one of the columns, which hold text in the form of {@link
     * org.mailgroups.text.SearchForm#of}. {@link #words} are its parameters.
     *
     * @param query one that does not find everything
     */
    public static String condition(SearchQuery query, String... columns) {
        return IntStream.range(0, query.words().size())
                .mapToObj(word -> Arrays.stream(columns)
                        .map(column -> column + " LIKE :word" + word)
                        .collect(Collectors.joining(" OR ", "(", ")")))
                .collect(Collectors.joining(" AND "));
    }

    /** Returns the parameters of {@link #condition}. A word has no sign that means something to LIKE. */
    public static Map<String, String> words(SearchQuery query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        List<String> words = query.words();
        for (int word = 0; word < words.size(); word++) {
            parameters.put("word" + word, '%' + words.get(word) + '%');
        }
        return parameters;
    }

    /**
     * Returns the pattern, for {@code LIKE ? ESCAPE '!'}, of every text that begins with the given one. (A backslash
     * would mean different things to different databases.)
     */
    public static String startPattern(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + '%';
    }

    /**
     * Returns whether a stored text could be the given one at all. No stored text has a control character or half a
     * surrogate pair, and databases choke on them.
     */
    public static boolean canBeFound(String text) {
        return storable(text).length() == text.length();
    }

    /**
     * Returns the text up to the first character that no key has. Exactly the keys that come after the whole text
     * come after this part of it, as no key begins with the text itself.
     */
    public static String storable(String text) {
        int end = 0;
        while (end < text.length() && !NormalForm.isControl(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return text.substring(0, end);
    }
}
