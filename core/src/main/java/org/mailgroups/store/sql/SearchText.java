// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

import java.text.Normalizer;
import java.util.Locale;

/** Forms of text for searching and sorting: lower case, as the columns {@code search_...} hold it. */
public final class SearchText {
    /** For {@code LIKE ? ESCAPE '!'}: a backslash would mean different things to different databases. */
    private static final char ESCAPE = '!';

    /** See {@link Database#keyType()}. */
    public static final int MAX_KEY_LENGTH = 254;

    private SearchText() {}

    /** Returns the form in which text is stored for searches. */
    public static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the form in which contacts are found and sorted: lower case, without accents and other marks, and with
     * a single space for all white space.
     */
    public static String plain(String text) {
        String folded = folded(text);
        if (isPlain(folded)) {
            return folded;
        }
        String decomposed = Normalizer.normalize(folded, Normalizer.Form.NFD);
        StringBuilder plain = new StringBuilder(decomposed.length());
        decomposed.codePoints().filter(codePoint -> !isMark(codePoint)).forEach(codePoint -> {
            if (!Character.isWhitespace(codePoint) && !Character.isSpaceChar(codePoint)) {
                appendPlain(plain, codePoint);
            } else if (!plain.isEmpty() && plain.charAt(plain.length() - 1) != ' ') {
                plain.append(' ');
            }
        });
        return plain.toString().stripTrailing();
    }

    /** Returns whether the text is in plain form already, as most text is. */
    private static boolean isPlain(String folded) {
        char before = ' ';
        for (int i = 0; i < folded.length(); i++) {
            char character = folded.charAt(i);
            if (character < ' ' || character > '~' || (character == ' ' && before == ' ')) {
                return false;
            }
            before = character;
        }
        return before != ' ' || folded.isEmpty();
    }

    /** Appends a letter without its mark. Unicode does not take some letters apart. */
    private static void appendPlain(StringBuilder plain, int codePoint) {
        switch (codePoint) {
            case 'ł' -> plain.append('l');
            case 'ø' -> plain.append('o');
            case 'đ' -> plain.append('d');
            case 'ħ' -> plain.append('h');
            case 'ı' -> plain.append('i');
            case 'ς' -> plain.append('σ');
            case 'ß' -> plain.append("ss");
            case 'æ' -> plain.append("ae");
            case 'œ' -> plain.append("oe");
            default -> plain.appendCodePoint(codePoint);
        }
    }

    private static boolean isMark(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    /**
     * Returns the key by which a contact's name is sorted: the beginning of its plain form, as long as a key may be.
     */
    public static String sortKey(String name) {
        return cut(plain(name));
    }

    /** Returns the sort key of a name in plain form. */
    public static String cut(String plain) {
        if (plain.length() <= MAX_KEY_LENGTH) {
            return plain;
        }
        int end = Character.isHighSurrogate(plain.charAt(MAX_KEY_LENGTH - 1)) ? MAX_KEY_LENGTH - 1 : MAX_KEY_LENGTH;
        return plain.substring(0, end);
    }

    /** Returns the pattern, for {@code LIKE ? ESCAPE '!'}, of every text that contains the given one. */
    public static String pattern(String text) {
        return '%' + startPattern(text);
    }

    /** Returns the pattern, for {@code LIKE ? ESCAPE '!'}, of every text that begins with the given one. */
    public static String startPattern(String text) {
        StringBuilder pattern = new StringBuilder();
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
