// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

import java.util.stream.Collectors;

/** The rule that every line of text from outside obeys before it may reach a header, a log or a CSV cell. */
public final class Text {
    private Text() {}

    /**
     * One line: stripped, without control characters (no header can be injected through it), at most {@code maxLength} characters.
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
     * Several lines, separated by {@code \n} whatever separated them before: stripped as a whole, each without control characters; a tab becomes a blank.
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

    /** One line made of any text: what {@link #line} forbids becomes a space, and what is too long is cut. */
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

    /** The first lines of any text, each cleaned; empty lines at the end are cut off. */
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

    /** U+202A..U+202E and U+2066..U+2069 turn the shown order of a name round, a known display trick. */
    private static boolean isBidirectionalOverride(int codePoint) {
        return (codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }
}
