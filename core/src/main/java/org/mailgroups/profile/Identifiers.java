// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.profile;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks identifiers. A Spanish NIF is eight digits and a letter, or K, L or M, seven digits and a letter. A NIE is X,
 * Y or Z, seven digits and a letter. The last letter follows from the digits: modulo 23, with X, Y and Z as 0, 1 and 2
 * (Real Decreto 1065/2007, article 19, and Orden INT/2058/2008). Any other identifier, such as a staff number, is taken
 * as it is.
 */
public final class Identifiers {
    private static final Pattern NIF_OR_NIE = Pattern.compile("([KLMXYZ]?)([0-9]{7,8})([A-Z])");
    private static final String LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final String NIE_LETTERS = "XYZ";
    private static final int DIGITS_WITHOUT_FIRST_LETTER = 8;

    private Identifiers() {}

    /** Returns what is wrong with an identifier; empty if nothing is. */
    public static Optional<String> defect(String identifier) {
        Matcher parts = NIF_OR_NIE.matcher(identifier.toUpperCase(Locale.ROOT));
        if (!parts.matches()) {
            return Optional.empty();
        }
        String first = parts.group(1);
        String digits = parts.group(2);
        int wantedDigits = first.isEmpty() ? DIGITS_WITHOUT_FIRST_LETTER : DIGITS_WITHOUT_FIRST_LETTER - 1;
        if (digits.length() != wantedDigits) {
            return Optional.empty();
        }
        boolean isNie = !first.isEmpty() && NIE_LETTERS.contains(first);
        int number = Integer.parseInt(isNie ? NIE_LETTERS.indexOf(first) + digits : digits);
        char letter = LETTERS.charAt(number % LETTERS.length());
        if (parts.group(3).charAt(0) == letter) {
            return Optional.empty();
        }
        return Optional.of("the " + (isNie ? "NIE " : "NIF ") + identifier
                + " has a wrong letter: with these digits it is " + letter);
    }
}
