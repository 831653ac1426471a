// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.text;

/**
 * The form in which codes of letters and digits are read, however a keyboard or a program wrote them. Immutable.
 *
 * <p>Letters are upper case, full-width letters and the digits of other scripts are those of ASCII, all hyphens and
 * strokes are {@code -}, all dots are {@code .}.
 */
public final class CodeForm {
    private static final int FULL_WIDTH_FROM = 0xFF01;
    private static final int FULL_WIDTH_TO = 0xFF5E;
    private static final int FULL_WIDTH_OFFSET = FULL_WIDTH_FROM - '!';
    private static final String STROKES = "/_\u2044\u2215";
    private static final String DOTS = ".\u00B7\u2022\u2219\u22C5";

    private CodeForm() {}

    /**
     * Returns the form of a text.
     *
     * @param normal a text in normal form
     */
    public static String of(String normal) {
        StringBuilder code = new StringBuilder(normal.length());
        normal.codePoints().map(CodeForm::of).forEach(code::appendCodePoint);
        return code.toString();
    }

    private static int of(int codePoint) {
        int narrow =
                codePoint >= FULL_WIDTH_FROM && codePoint <= FULL_WIDTH_TO ? codePoint - FULL_WIDTH_OFFSET : codePoint;
        int digit = Character.digit(narrow, 10);
        if (digit >= 0) {
            return '0' + digit;
        }
        if (Characters.isDash(narrow) || STROKES.indexOf(narrow) >= 0) {
            return '-';
        }
        if (DOTS.indexOf(narrow) >= 0) {
            return '.';
        }
        return narrow >= 'a' && narrow <= 'z' ? narrow - 'a' + 'A' : narrow;
    }
}
