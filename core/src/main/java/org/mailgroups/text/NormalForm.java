// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.text;

import java.text.Normalizer;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * The form in which all text from outside is kept, so that what looks the same is the same.
 *
 * <ul>
 *   <li>Letters and their marks are composed (NFC, UAX 15). Files from a Mac have them apart.
 *   <li>The ends have no blank and no invisible character. Phones and spreadsheets put direction marks there.
 *   <li>Each blank inside is U+0020.
 *   <li>An invisible character inside is taken out if it means nothing there: a soft hyphen, a zero-width space, a
 *       direction mark in a text from left to right, a joiner behind a Latin letter. In Hebrew, Arabic, Persian or
 *       Hindi, and in emoji, they mean something and stay.
 *   <li>A letter has no more marks than a text of any language gives it, see {@link MarkRun}.
 * </ul>
 *
 * <p>What no text may have stays, so that somebody can say so: see {@link #firstForbidden}.
 */
public final class NormalForm {
    /** NFC changes no character below the first combining one. */
    private static final int FIRST_THAT_COMPOSES = 0x300;

    /** Turns letters round that are not meant to be. No program puts it around a text, so it is never taken off. */
    private static final int RIGHT_TO_LEFT_OVERRIDE = 0x202E;

    private NormalForm() {}

    /**
     * Returns the form of a text. The form of a form is the form itself. Of a long run of marks only the beginning
     * stays, see {@link MarkRun}. Time grows with the length alone.
     */
    public static String of(String text) {
        if (isSimple(text)) {
            return text;
        }
        // Composed first, since the order of marks decides what stands before a joiner.
        String stripped = composed(stripped(text));
        boolean fromRightToLeft = stripped.codePoints().anyMatch(Characters::isFromRightToLeft);
        StringBuilder cleaned = new StringBuilder(stripped.length());
        MarkRun run = new MarkRun();
        int before = ' ';
        for (int i = 0; i < stripped.length(); i += Character.charCount(stripped.codePointAt(i))) {
            int codePoint = stripped.codePointAt(i);
            if (Characters.isSpace(codePoint)) {
                cleaned.append(' ');
                run.takes(' ');
            } else if (!isMeaningless(codePoint, before, fromRightToLeft) && run.takes(codePoint)) {
                cleaned.appendCodePoint(codePoint);
            } else {
                continue;
            }
            // An accent says nothing about joiners, and may change its place among other marks.
            before = Characters.isAccent(codePoint) ? before : codePoint;
        }
        return composed(cleaned.toString());
    }

    private static boolean isMeaningless(int codePoint, int before, boolean fromRightToLeft) {
        // Between two halves of a pair it stays, since they are refused and must not become one character.
        if (!Characters.isInvisible(codePoint)
                || Characters.isForbidden(codePoint)
                || Character.getType(before) == Character.SURROGATE) {
            return false;
        }
        if (Characters.isDirectionMark(codePoint)) {
            return !fromRightToLeft;
        }
        return !Characters.isJoiner(codePoint) || !Characters.takesJoiner(before);
    }

    /** Returns whether the text is in normal form without a closer look, as most text is. */
    private static boolean isSimple(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ' || character > '~') {
                return false;
            }
        }
        return text.isEmpty() || (text.charAt(0) != ' ' && text.charAt(text.length() - 1) != ' ');
    }

    /**
     * Returns a text with its letters and their marks composed (NFC), and nothing else changed but marks taken off that
     * are too many.
     */
    public static String composed(String text) {
        return text.chars().allMatch(character -> character < FIRST_THAT_COMPOSES)
                ? text
                : Normalizer.normalize(MarkRun.bounded(text), Normalizer.Form.NFC);
    }

    /** Returns a text without blanks and invisible characters at its ends. */
    public static String stripped(String text) {
        int start = 0;
        while (start < text.length() && isNothing(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        int end = text.length();
        while (end > start && isNothing(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    private static boolean isNothing(int codePoint) {
        return (Characters.isBlank(codePoint) || Characters.isInvisible(codePoint))
                && codePoint != RIGHT_TO_LEFT_OVERRIDE;
    }

    /** Returns the first character that no line may have, see {@link #isForbidden}. */
    public static OptionalInt firstForbidden(String line) {
        return line.codePoints().filter(NormalForm::isForbidden).findFirst();
    }

    /**
     * Returns whether no line may have a character: a control character, a line break, half a surrogate pair, or one
     * that changes the direction of what follows.
     */
    public static boolean isForbidden(int codePoint) {
        return Characters.isForbidden(codePoint);
    }

    /**
     * Returns whether a character is a control character, a line break among them, or half a surrogate pair. No key
     * that is stored has one, and databases choke on them.
     */
    public static boolean isControl(int codePoint) {
        return Characters.isControl(codePoint);
    }

    /**
     * Returns the form of a text, or as much of it as a length in characters allows. Line breaks stay. Some letters are
     * longer in normal form, so the form is cut, and not the text.
     */
    public static String cut(String text, int maxLength) {
        String normal = of(text);
        return normal.length() <= maxLength ? normal : stripped(SearchForm.cut(normal, maxLength));
    }

    /**
     * Returns the first character that shows nothing, or nothing of its own. No address and no domain name may have
     * one. Joiners are not among them: a domain name may have them where IDNA 2008 allows it (RFC 5892, appendix A).
     */
    public static OptionalInt firstInvisible(String text) {
        return text.codePoints().filter(NormalForm::isInvisibleInName).findFirst();
    }

    private static boolean isInvisibleInName(int codePoint) {
        return !Characters.isJoiner(codePoint)
                && (Characters.isInvisible(codePoint) || Characters.isVariationSelector(codePoint));
    }

    /** Returns a text without the characters that {@link #firstInvisible} looks for. */
    public static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().filter(codePoint -> !isInvisibleInName(codePoint)).forEach(visible::appendCodePoint);
        return composed(visible.toString());
    }

    /**
     * Returns the key by which names and identifiers are compared: normal form in lower case. To compare without
     * accents as well, there is {@link SearchForm#plain}.
     *
     * @param normal a text in normal form
     */
    public static String key(String normal) {
        // A letter and its mark may have a composed form in lower case only.
        return composed(normal.toLowerCase(Locale.ROOT));
    }
}
