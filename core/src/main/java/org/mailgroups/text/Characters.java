// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.text;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/** What single characters are, as far as the forms of text ask. */
final class Characters {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int COMBINING_GRAPHEME_JOINER = 0x034F;
    private static final int NEXT_LINE = 0x0085;
    private static final int MINUS_SIGN = 0x2212;

    /** Letters and symbols that show nothing: two fillers of Korean, and the braille cell without dots. */
    private static final Set<Integer> EMPTY_SIGNS = Set.of(0x3164, 0xFFA0, 0x2800);

    /** Letters of these scripts look the same with a joiner and without. */
    private static final Set<UnicodeScript> WITHOUT_JOINERS = EnumSet.of(
            UnicodeScript.LATIN,
            UnicodeScript.GREEK,
            UnicodeScript.CYRILLIC,
            UnicodeScript.COMMON,
            UnicodeScript.INHERITED);

    private Characters() {}

    /** Returns whether a character shows as nothing but room, a line break included. */
    static boolean isBlank(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || codePoint == NEXT_LINE
                || EMPTY_SIGNS.contains(codePoint);
    }

    /** Returns whether a character shows as room within a line. A tab is none: it is a control character. */
    static boolean isSpace(int codePoint) {
        return Character.getType(codePoint) == Character.SPACE_SEPARATOR || EMPTY_SIGNS.contains(codePoint);
    }

    /** Returns whether a character shows as nothing at all: soft hyphen, zero-width space, direction mark ... */
    static boolean isInvisible(int codePoint) {
        return (Character.getType(codePoint) == Character.FORMAT && !isVisibleFormat(codePoint))
                || codePoint == COMBINING_GRAPHEME_JOINER;
    }

    /** Unicode counts the signs around Arabic, Syriac and Kaithi numbers among the format characters. */
    private static boolean isVisibleFormat(int codePoint) {
        return (codePoint >= 0x0600 && codePoint <= 0x0605)
                || codePoint == 0x06DD
                || codePoint == 0x070F
                || (codePoint >= 0x0890 && codePoint <= 0x0891)
                || codePoint == 0x08E2
                || codePoint == 0x110BD
                || codePoint == 0x110CD;
    }

    /** Returns whether a character chooses between two looks of the one before it. */
    static boolean isVariationSelector(int codePoint) {
        return (codePoint >= 0xFE00 && codePoint <= 0xFE0F) || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
    }

    static boolean isJoiner(int codePoint) {
        return codePoint == ZERO_WIDTH_JOINER || codePoint == ZERO_WIDTH_NON_JOINER;
    }

    /** Returns whether a joiner behind this character may change what is shown, as in Persian and in emoji. */
    static boolean takesJoiner(int codePoint) {
        if (isBlank(codePoint)) {
            return false;
        }
        int type = Character.getType(codePoint);
        return type == Character.OTHER_SYMBOL
                || type == Character.MODIFIER_SYMBOL
                || isVariationSelector(codePoint)
                || ((Character.isLetter(codePoint) || isMark(codePoint))
                        && !WITHOUT_JOINERS.contains(UnicodeScript.of(codePoint)));
    }

    /** U+200E, U+200F and U+061C: they mean something in text from right to left only. */
    static boolean isDirectionMark(int codePoint) {
        return codePoint == 0x200E || codePoint == 0x200F || codePoint == 0x061C;
    }

    static boolean isFromRightToLeft(int codePoint) {
        byte direction = Character.getDirectionality(codePoint);
        return !isInvisible(codePoint)
                && (direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC);
    }

    /** Returns whether a character is a control character, a line break among them, or half a surrogate pair. */
    static boolean isControl(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL || type == Character.SURROGATE;
    }

    /** Returns whether no text may have the character in it. */
    static boolean isForbidden(int codePoint) {
        int type = Character.getType(codePoint);
        return isControl(codePoint)
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || isDirectionOverride(codePoint);
    }

    /**
     * U+202A..U+202E and U+2066..U+2069 change the order in which a name is shown: a known trick to deceive readers.
     */
    private static boolean isDirectionOverride(int codePoint) {
        return (codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }

    static boolean isMark(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    /** The marks of half-width katakana: Unicode counts them among the letters, and NFKD makes marks of them. */
    static boolean isNarrowMark(int codePoint) {
        return codePoint == 0xFF9E || codePoint == 0xFF9F;
    }

    /** Returns whether a character is a mark of no script of its own. */
    static boolean isAccent(int codePoint) {
        return isMark(codePoint) && UnicodeScript.of(codePoint) == UnicodeScript.INHERITED;
    }

    static boolean isDash(int codePoint) {
        return Character.getType(codePoint) == Character.DASH_PUNCTUATION || codePoint == MINUS_SIGN;
    }
}
