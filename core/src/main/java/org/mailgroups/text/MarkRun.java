// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.text;

import java.text.Normalizer;

/**
 * The marks on one letter, which are counted as if all were apart. The time to sort them grows with the square of their
 * number, so a letter keeps the first {@value #MAX_MARKS} of them. UAX 15 (13, stream-safe text) allows 30, and no
 * language needs that many. Here it is more, so that the local part of an address (64 octets) keeps all that it has.
 *
 * <p>Composed or apart, a text has the same number of marks: what is bounded once stays as it is. Not thread-safe.
 */
final class MarkRun {
    static final int MAX_MARKS = 64;

    private static final int NOT_COUNTED = -1;
    private static final int FIRST_WITH_MARKS = 0xC0;

    private int letter = ' ';
    private int marks = NOT_COUNTED;

    /** Goes on with the next character of a text, and returns whether the text may have it. */
    boolean takes(int codePoint) {
        if (!Characters.isMark(codePoint)) {
            letter = codePoint;
            marks = NOT_COUNTED;
            return true;
        }
        if (marks == NOT_COUNTED) {
            marks = marksIn(letter);
        }
        int more = marksIn(codePoint);
        if (marks + more > MAX_MARKS) {
            return false;
        }
        marks += more;
        return true;
    }

    private static int marksIn(int codePoint) {
        return codePoint < FIRST_WITH_MARKS
                ? 0
                : (int) Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFD)
                        .codePoints()
                        .filter(Characters::isMark)
                        .count();
    }

    /** Returns a text without the marks that are too many. */
    static String bounded(String text) {
        MarkRun run = new MarkRun();
        StringBuilder bounded = new StringBuilder(text.length());
        text.codePoints().filter(run::takes).forEach(bounded::appendCodePoint);
        return bounded.toString();
    }
}
