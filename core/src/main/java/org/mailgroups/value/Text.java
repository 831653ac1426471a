// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

import java.util.stream.Collectors;
import org.mailgroups.text.NormalForm;
import org.mailgroups.text.SearchQuery;
import org.mailgroups.text.VisibleForm;

/**
 * Takes text from outside, in its {@link NormalForm}, before it may reach a header field, a log or a cell of a CSV
 * file. All text that is kept comes through here, or through {@link Address} or a domain's name.
 */
public final class Text {
    /**
     * A text may become shorter in normal form, but not by more than this factor, unless most of it shows nothing. So
     * no more of it is looked at, and the time is bounded by the length that is allowed.
     */
    private static final int MAX_SHRINKING = 4;

    private Text() {}

    /**
     * Returns the text as one line, in normal form. It must have no control character, so that nobody can put a header
     * field into it, and at most {@code maxLength} characters.
     *
     * @throws InvalidValueException naming {@code field}
     */
    public static String line(String field, String value, int maxLength) {
        String line = normal(field, value, maxLength);
        requireAllowed(field, line);
        return line;
    }

    /**
     * Returns the text as lines with {@code \n} between them, in normal form. A tab becomes a space. It must have no
     * other control character, and at most {@code maxLength} characters.
     *
     * @throws InvalidValueException naming {@code field}
     */
    public static String lines(String field, String value, int maxLength) {
        String joined = value.replace('\u2028', '\n')
                .replace('\u2029', '\n')
                .lines()
                .collect(Collectors.joining("\n"))
                .replace('\t', ' ');
        String lines = normal(field, joined, maxLength);
        requireAllowed(field, lines.replace('\n', ' '));
        return lines;
    }

    private static String normal(String field, String value, int maxLength) {
        String stripped = NormalForm.stripped(value);
        if (stripped.length() <= maxLength * MAX_SHRINKING) {
            String normal = NormalForm.of(stripped);
            if (normal.length() <= maxLength) {
                return normal;
            }
        }
        throw new InvalidValueException(field + " is longer than " + maxLength + " characters");
    }

    private static void requireAllowed(String field, String line) {
        NormalForm.firstForbidden(line).ifPresent(codePoint -> {
            throw new InvalidValueException(field + " has a character that is not allowed (control, line break or"
                    + " direction): " + VisibleForm.number(codePoint));
        });
    }

    /**
     * Reads what somebody searches for.
     *
     * @throws InvalidValueException if there are too many words
     */
    public static SearchQuery query(String text) {
        SearchQuery query = SearchQuery.of(text);
        if (query.hasTooManyWords()) {
            throw new InvalidValueException("q has more than " + SearchQuery.MAX_WORDS + " words");
        }
        return query;
    }

    /**
     * Makes one line of any text, in normal form: a character that {@link #line} refuses becomes a space, and a longer
     * text is cut.
     */
    public static String cleanedLine(String value, int maxLength) {
        StringBuilder cleaned = new StringBuilder(Math.min(value.length(), maxLength));
        NormalForm.stripped(value)
                .codePoints()
                .limit((long) maxLength * MAX_SHRINKING)
                .map(codePoint -> NormalForm.isForbidden(codePoint) ? ' ' : codePoint)
                .forEach(cleaned::appendCodePoint);
        return NormalForm.cut(cleaned.toString(), maxLength);
    }

    /** Returns the first lines of any text, each cleaned, without empty lines at the end. */
    public static String cleanedLines(String value, int maxLines, int maxLineLength) {
        return value.lines()
                .limit(maxLines)
                .map(line -> cleanedLine(line, maxLineLength))
                .collect(Collectors.joining("\n"))
                .stripTrailing();
    }
}
