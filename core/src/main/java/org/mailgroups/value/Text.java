// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

import java.util.stream.Collectors;

/** Checks or cleans text from outside before it may reach a header field, a log or a cell of a CSV file. */
public final class Text {
    private Text() {}

    /**
     * Returns the text as one line, stripped. It must have no control character, so that nobody can put a header field
     * into it, and at most {@code maxLength} characters.
     *
     * @throws InvalidValueException naming {@code field}
     */
    public static String line(String field, String value, int maxLength) {
        String stripped = value.strip();
        if (stripped.length() > maxLength) {
            throw new InvalidValueException(field + " is longer than " + maxLength + " characters");
        }
        if (stripped.codePoints().anyMatch(Text::isForbidden)) {
            throw new InvalidValueException(
                    field + " has a character that is not allowed (control, line break or direction)");
        }
        return stripped;
    }

    /**
     * Returns the text as lines with {@code \n} between them, stripped as a whole. A tab becomes a space. It must have
     * no other control character, and at most {@code maxLength} characters.
     *
     * @throws InvalidValueException naming {@code field}
     */
    public static String lines(String field, String value, int maxLength) {
        String joined = value.strip().lines().collect(Collectors.joining("\n")).replace('\t', ' ');
        if (joined.length() > maxLength) {
            throw new InvalidValueException(field + " is longer than " + maxLength + " characters");
        }
        if (joined.codePoints().anyMatch(codePoint -> codePoint != '\n' && isForbidden(codePoint))) {
            throw new InvalidValueException(field + " has a character that is not allowed (control or direction)");
        }
        return joined;
    }

    /** Makes one line of any text: a character that {@link #line} refuses becomes a space, and a longer text is cut. */
    public static String cleanedLine(String value, int maxLength) {
        StringBuilder cleaned = new StringBuilder(Math.min(value.length(), maxLength));
        for (int codePoint : value.strip().codePoints().limit(maxLength).toArray()) {
            if (cleaned.length() + Character.charCount(codePoint) > maxLength) {
                break;
            }
            cleaned.appendCodePoint(isForbidden(codePoint) ? ' ' : codePoint);
        }
        return cleaned.toString().strip();
    }

    /** Returns the first lines of any text, each cleaned, without empty lines at the end. */
    public static String cleanedLines(String value, int maxLines, int maxLineLength) {
        return value.lines()
                .limit(maxLines)
                .map(line -> cleanedLine(line, maxLineLength))
                .collect(Collectors.joining("\n"))
                .stripTrailing();
    }

    private static boolean isForbidden(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE
                || isBidirectionalOverride(codePoint);
    }

    /**
     * U+202A..U+202E and U+2066..U+2069 change the order in which a name is shown: a known trick to deceive readers.
     */
    private static boolean isBidirectionalOverride(int codePoint) {
        return (codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }
}
