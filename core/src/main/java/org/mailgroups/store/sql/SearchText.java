// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import java.util.Locale;

/** Forms of text for searching and sorting: lower case, as the columns {@code search_...} hold it. */
public final class SearchText {
    /** For {@code LIKE ? ESCAPE '!'}: a backslash would mean different things to different databases. */
    private static final char ESCAPE = '!';

    private SearchText() {}

    /** Returns the form in which text is stored for searches. */
    public static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Returns the pattern, for {@code LIKE ? ESCAPE '!'}, of every text that contains the given one. */
    public static String pattern(String text) {
        StringBuilder pattern = new StringBuilder("%");
        folded(text).chars().forEach(character -> {
            if (character == '%' || character == '_' || character == ESCAPE) {
                pattern.append(ESCAPE);
            }
            pattern.append((char) character);
        });
        return pattern.append('%').toString();
    }

    /**
     * Returns whether a stored text could contain the given one at all. No stored text has a control character or
     * half a surrogate pair, and databases choke on them.
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
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            if (Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return text.substring(0, end);
    }
}
