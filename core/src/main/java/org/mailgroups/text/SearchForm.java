// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.text;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The forms in which text is stored and held to be searched, compared and sorted. {@link SearchQuery} is the other
 * side.
 */
public final class SearchForm {
    /** The greatest length of a key that databases sort by, in characters. */
    public static final int MAX_KEY_LENGTH = 254;

    private SearchForm() {}

    /**
     * Returns the form in which a text is found: the letters and digits of {@link #plain}, and nothing between them but
     * the {@code @} of addresses. {@code O'Brien, Sean} becomes {@code obriensean}, and {@code +34 600-11-22} becomes
     * {@code 346001122}. So it does not matter where somebody types a blank, a hyphen or a dot.
     */
    public static String of(String text) {
        String plain = plain(text);
        StringBuilder found = new StringBuilder(plain.length());
        plain.codePoints().filter(SearchForm::isFound).forEach(found::appendCodePoint);
        return found.toString();
    }

    /** Returns whether a character of a plain text is looked for. A symbol may be all that a name has. */
    private static boolean isFound(int codePoint) {
        return Character.isLetterOrDigit(codePoint)
                || codePoint == '@'
                || Character.getType(codePoint) == Character.OTHER_SYMBOL
                || Character.getType(codePoint) == Character.LETTER_NUMBER
                || Character.getType(codePoint) == Character.OTHER_NUMBER;
    }

    /** Returns the forms of several texts, each on a line, cut to a length in characters. */
    public static String ofAll(int maxLength, String... texts) {
        StringBuilder forms = new StringBuilder();
        for (String text : texts) {
            String form = of(text);
            // A form that is part of another one is found there.
            if (!form.isEmpty() && forms.indexOf(form) < 0) {
                forms.append(forms.isEmpty() ? "" : "\n").append(form);
            }
        }
        return cut(forms.toString(), maxLength);
    }

    /**
     * Returns the form in which names are compared and sorted: lower case, without accents and other marks, with a
     * single space for all blanks, and with common letters for their other shapes (NFKD, UAX 15).
     * A Korean syllable becomes its letters.
     */
    public static String plain(String text) {
        String folded = lowerCase(text);
        if (isPlain(folded)) {
            return folded;
        }
        String decomposed = lowerCase(Normalizer.normalize(withoutMarks(folded), Normalizer.Form.NFKD));
        StringBuilder plain = new StringBuilder(decomposed.length());
        decomposed
                .codePoints()
                .filter(codePoint -> !Characters.isMark(codePoint) && !Characters.isInvisible(codePoint))
                .forEach(codePoint -> {
                    if (Characters.isBlank(codePoint)) {
                        appendSpace(plain);
                    } else {
                        appendPlain(plain, codePoint);
                    }
                });
        return withoutLastSpace(plain);
    }

    /** Java looks at the whole text for each capital sigma, to find the end of a word. Here both small ones are one. */
    private static String lowerCase(String text) {
        return text.replace('Σ', 'σ').toLowerCase(Locale.ROOT);
    }

    /** Comes first, since the time to sort a run of marks grows with the square of its length. */
    static String withoutMarks(String text) {
        StringBuilder without = new StringBuilder(text.length());
        text.codePoints()
                .filter(codePoint -> !Characters.isMark(codePoint) && !Characters.isNarrowMark(codePoint))
                .forEach(without::appendCodePoint);
        return without.toString();
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

    private static void appendSpace(StringBuilder text) {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != ' ') {
            text.append(' ');
        }
    }

    private static String withoutLastSpace(StringBuilder text) {
        int end = text.length();
        return end > 0 && text.charAt(end - 1) == ' ' ? text.substring(0, end - 1) : text.toString();
    }

    /** Appends a letter without its mark. Unicode does not take some letters apart. */
    private static void appendPlain(StringBuilder plain, int codePoint) {
        switch (codePoint) {
            case 'ł' -> plain.append('l');
            case 'ø' -> plain.append('o');
            case 'đ', 'ð' -> plain.append('d');
            case 'ħ' -> plain.append('h');
            case 'ı' -> plain.append('i');
            case 'ŧ' -> plain.append('t');
            case 'ς' -> plain.append('σ');
            case 'ß' -> plain.append("ss");
            case 'þ' -> plain.append("th");
            case 'æ' -> plain.append("ae");
            case 'œ' -> plain.append("oe");
            default -> plain.appendCodePoint(codePoint);
        }
    }

    /** Returns the key by which a name is sorted: the beginning of its plain form, as long as a key may be. */
    public static String sortKey(String name) {
        return cut(plain(name), MAX_KEY_LENGTH);
    }

    /** Returns the beginning of a text, at most so long, without half a surrogate pair. */
    public static String cut(String text, int maxLength) {
        if (text.length() <= maxLength) {
            return text;
        }
        boolean isHalf = maxLength > 0 && Character.isHighSurrogate(text.charAt(maxLength - 1));
        return text.substring(0, isHalf ? maxLength - 1 : maxLength);
    }
}
