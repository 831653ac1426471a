// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.role;

import java.util.Locale;
import java.util.Optional;
import org.mailgroups.decision.Ruling;
import org.mailgroups.moderation.Verdict;
import org.mailgroups.value.Text;

/**
 * What an administrator wants to become of a thing that waits.
 *
 * @param comment the words for the author of a held message, or for who has asked to join; empty for none
 */
record Wish(Ruling ruling, String comment) {
    private static final String PUNCTUATION = ".!:,;";

    /**
     * Reads the first line of a reply: {@code approve}, or {@code reject} and words. Whatever else stands in the line
     * makes it no decision, as in "approve? never".
     */
    static Optional<Wish> in(String line) {
        int end = 0;
        while (end < line.length() && Character.isLetter(line.charAt(end))) {
            end++;
        }
        if (end < line.length() && !isEndOfWord(line.charAt(end))) {
            return Optional.empty();
        }
        String rest = withoutPunctuation(line.substring(end));
        return switch (line.substring(0, end).toLowerCase(Locale.ROOT)) {
            case "approve" -> rest.isEmpty() ? Optional.of(new Wish(Ruling.APPROVE, "")) : Optional.empty();
            case "reject" -> Optional.of(new Wish(Ruling.REJECT, Text.cleanedLine(rest, Verdict.MAX_COMMENT_LENGTH)));
            default -> Optional.empty();
        };
    }

    private static boolean isEndOfWord(char character) {
        return Character.isWhitespace(character) || PUNCTUATION.indexOf(character) >= 0;
    }

    /** Returns the words behind the first one, without what separates them from it. */
    private static String withoutPunctuation(String rest) {
        int begin = 0;
        while (begin < rest.length() && isEndOfWord(rest.charAt(begin))) {
            begin++;
        }
        return rest.substring(begin).strip();
    }
}
