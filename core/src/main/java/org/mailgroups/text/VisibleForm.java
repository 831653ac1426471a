// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.text;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;

/**
 * The form in which an error shows a text that came from outside: a reader sees what makes it wrong.
 *
 * <p>A character that shows nothing is written {@code [U+200B]}. One that is easily taken for another keeps its look
 * and gets its number: a full-width {@code @}, a hyphen that is none, a Cyrillic letter in a Latin word.
 */
public final class VisibleForm {
    private static final int LAST_ASCII = 0x7F;

    private VisibleForm() {}

    /** Returns the form of a text, of one line or several. The form of a form is the form itself. */
    public static String of(String text) {
        if (text.chars().allMatch(character -> character == '\n' || (character >= ' ' && character < LAST_ASCII))) {
            return text;
        }
        StringBuilder visible = new StringBuilder(text.length() + 16);
        int[] codePoints = text.codePoints().toArray();
        for (int i = 0; i < codePoints.length; i++) {
            int codePoint = codePoints[i];
            if (isHidden(codePoint, i == 0 ? ' ' : codePoints[i - 1])) {
                visible.append(number(codePoint));
                continue;
            }
            visible.appendCodePoint(codePoint);
            String number = number(codePoint);
            if (isConfusable(codePoints, i) && !startsWith(codePoints, i + 1, number)) {
                visible.append(number);
            }
        }
        return visible.toString();
    }

    private static boolean startsWith(int[] codePoints, int start, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (start + i >= codePoints.length || codePoints[start + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the number of a character, {@code [U+200B]}. */
    public static String number(int codePoint) {
        return String.format("[U+%04X]", codePoint);
    }

    private static boolean isHidden(int codePoint, int before) {
        if (codePoint == '\n' || codePoint == ' ') {
            return false;
        }
        if (Characters.isJoiner(codePoint)) {
            return !Characters.takesJoiner(before);
        }
        return Characters.isForbidden(codePoint)
                || Characters.isInvisible(codePoint)
                || Characters.isBlank(codePoint)
                || Character.getType(codePoint) == Character.UNASSIGNED;
    }

    private static boolean isConfusable(int[] codePoints, int at) {
        int codePoint = codePoints[at];
        if (codePoint <= LAST_ASCII) {
            return false;
        }
        if (Characters.isDash(codePoint)) {
            return !isBlankAt(codePoints, at - 1) || !isBlankAt(codePoints, at + 1);
        }
        return isFullWidth(codePoint) || isStrangerInWord(codePoints, at);
    }

    private static boolean isBlankAt(int[] codePoints, int at) {
        return at < 0 || at >= codePoints.length || codePoints[at] == ' ';
    }

    private static boolean isFullWidth(int codePoint) {
        return codePoint >= 0xFF01
                && codePoint <= 0xFF5E
                && Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKC)
                                .codePointAt(0)
                        <= LAST_ASCII;
    }

    /** Returns whether a letter that may look like a Latin one stands in a word with a Latin letter. */
    private static boolean isStrangerInWord(int[] codePoints, int at) {
        UnicodeScript script = UnicodeScript.of(codePoints[at]);
        return (script == UnicodeScript.CYRILLIC || script == UnicodeScript.GREEK)
                && (hasLatin(codePoints, at, -1) || hasLatin(codePoints, at, 1));
    }

    /** Looks only as far as a long word goes, so that the time grows with the length alone. */
    private static boolean hasLatin(int[] codePoints, int from, int step) {
        for (int i = from, left = 64; i >= 0 && i < codePoints.length && left > 0; i += step, left--) {
            if (!Character.isLetter(codePoints[i]) && !Characters.isMark(codePoints[i])) {
                return false;
            }
            if (UnicodeScript.of(codePoints[i]) == UnicodeScript.LATIN) {
                return true;
            }
        }
        return false;
    }
}
