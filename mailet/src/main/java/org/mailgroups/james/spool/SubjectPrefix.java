// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailgroups.james.message.HeaderText;

/**
 * Puts a group's prefix in front of a subject, once. A reply has it already, behind the words that mail programs put
 * there ({@code Re:}, {@code AW:}, {@code Fwd:}, in any language) and behind other lists' prefixes; then nothing
 * changes. The subject itself stays octet for octet, folding and encoded words included.
 */
final class SubjectPrefix {
    /** A word of a mail program, with a number or without, or another list's prefix. */
    private static final Pattern LEAD =
            Pattern.compile("(?:\\p{L}{1,12}(?:\\[\\d{1,4}\\]|\\(\\d{1,4}\\))? ?[:：]|\\[[^\\[\\]]{1,60}\\]) *");

    /** What stands before a prefix; more of these words are no subject that somebody has written. */
    private static final int MAX_LEADS = 50;

    private static final int GOOD_LINE = 76;

    private SubjectPrefix() {}

    /**
     * Returns the field with the prefix.
     *
     * @param field the octets of the whole field as ISO-8859-1, with its line end
     * @param prefix not empty
     */
    static String in(String field, String prefix) {
        int colon = field.indexOf(':');
        String rest = field.substring(colon + 1);
        if (has(HeaderText.of(rest), prefix)) {
            return field;
        }
        String name = field.substring(0, colon + 1) + ' ';
        String first = rest.stripLeading();
        // White space between encoded words is not shown, so the one behind the prefix stands in its word.
        boolean isInside = first.startsWith("=?") && !HeaderWords.isAscii(prefix);
        String begun = name + HeaderWords.unstructured(isInside ? prefix + ' ' : prefix, name.length());
        if (first.isEmpty()) {
            return begun + "\r\n";
        }
        String spaced = isSpace(rest.charAt(0)) || isFold(rest) ? rest : ' ' + rest;
        boolean isLong = !isFold(rest) && lastLine(begun) + firstLine(spaced) > GOOD_LINE;
        return begun + (isLong ? "\r\n" : "") + spaced;
    }

    /** Returns a field for a message without a subject. */
    static String alone(String prefix) {
        return "Subject: " + HeaderWords.unstructured(prefix, 9) + "\r\n";
    }

    private static boolean has(String subject, String prefix) {
        Matcher lead = LEAD.matcher(subject);
        int from = 0;
        for (int i = 0; i < MAX_LEADS; i++) {
            if (subject.regionMatches(true, from, prefix, 0, prefix.length())) {
                return true;
            }
            if (!lead.region(from, subject.length()).lookingAt()) {
                return false;
            }
            from = lead.end();
        }
        return false;
    }

    private static boolean isSpace(char character) {
        return character == ' ' || character == '\t';
    }

    private static boolean isFold(String rest) {
        return rest.startsWith("\r\n") || rest.startsWith("\n");
    }

    private static int lastLine(String text) {
        return text.length() - text.lastIndexOf('\n') - 1;
    }

    private static int firstLine(String text) {
        return text.indexOf('\n') < 0 ? text.length() : text.indexOf('\n');
    }
}
