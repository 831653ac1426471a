// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import com.google.common.base.CharMatcher;
import java.nio.charset.StandardCharsets;

/** The grammar of names and lines that vCards of versions 3.0 and 4.0 share (RFC 2426 4, RFC 6350 3.3). */
final class VCardGrammar {
    /** The longest line without its end, in octets (RFC 6350 3.2). */
    static final int MAX_LINE_OCTETS = 75;

    private static final CharMatcher NAME = CharMatcher.inRange('a', 'z')
            .or(CharMatcher.inRange('A', 'Z'))
            .or(CharMatcher.inRange('0', '9'))
            .or(CharMatcher.is('-'));
    private static final String LINE_END = "\r\n";
    private static final String FOLD = "\r\n ";

    private VCardGrammar() {}

    /** Returns whether a property, a parameter or a group of properties can have this name. */
    static boolean isName(String text) {
        return !text.isEmpty() && NAME.matchesAllOf(text);
    }

    /**
     * Folds the lines of a card that are longer than {@value #MAX_LINE_OCTETS} octets, never inside a character.
     *
     * @param card lines that end with CRLF, none of them folded
     */
    static String folded(String card) {
        StringBuilder folded = new StringBuilder(card.length() + card.length() / 32);
        int start = 0;
        for (int end = card.indexOf(LINE_END); end >= 0; end = card.indexOf(LINE_END, start)) {
            fold(card, start, end, folded);
            folded.append(LINE_END);
            start = end + LINE_END.length();
        }
        fold(card, start, card.length(), folded);
        return folded.toString();
    }

    private static void fold(String card, int start, int end, StringBuilder folded) {
        int octets = 0;
        int index = start;
        while (index < end) {
            int codePoint = card.codePointAt(index);
            int length = octets(codePoint);
            if (octets + length > MAX_LINE_OCTETS) {
                folded.append(FOLD);
                octets = 1;
            }
            folded.appendCodePoint(codePoint);
            octets += length;
            index += Character.charCount(codePoint);
        }
    }

    private static int octets(int codePoint) {
        return codePoint < 0x80 ? 1 : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8).length;
    }
}
