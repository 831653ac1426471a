// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.profile;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailgroups.text.CodeForm;
import org.mailgroups.text.NormalForm;
import org.mailgroups.text.SearchForm;

/**
 * Compares and checks identifiers.
 *
 * <p>A Spanish NIF is eight digits and a letter, or K, L or M, seven digits and a letter. A NIE is X, Y or Z, seven
 * digits and a letter. The last letter follows from the digits: modulo 23, with X, Y and Z as 0, 1 and 2 (Real Decreto
 * 1065/2007, article 19, and Orden INT/2058/2008).
 *
 * <p>People write one NIF in many ways: with hyphens, dots and blanks, with {@code ES} in front as in a VAT number,
 * without the zeros in front that a spreadsheet took away, and old NIEs with eight digits. All these have one key. An
 * identifier that is no NIF or NIE with the right letter, such as a staff number, is compared as it is, but for case:
 * {@code 1.2} and {@code 12} may be two people.
 */
public final class Identifiers {
    /** With hyphens, dots and blanks taken out. Fewer than six digits are rather a staff number's. */
    private static final Pattern NUMBER = Pattern.compile("(?:ES)?([KLMXYZ]?)([0-9]{6,8})([A-Z])");

    /** As people group it, and with all its digits: whoever writes this means a NIF or NIE. */
    private static final Pattern COMPLETE = Pattern.compile("(?:ES[-. ]?)?"
            + "(?:[0-9]{8}|[0-9]{2}[. ][0-9]{3}[. ][0-9]{3}"
            + "|[KLMXYZ][-. ]?(?:0?[0-9]{7}|[0-9][. ][0-9]{3}[. ][0-9]{3}))"
            + "[-. ]{0,2}[A-Z]");

    private static final Pattern SEPARATORS = Pattern.compile("[-. ]");

    private static final String LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final String NIE_LETTERS = "XYZ";
    private static final int DIGITS = 8;

    /** An identifier of a file may be longer than one that is kept. */
    private static final int MAX_READ = 4 * Profile.MAX_IDENTIFIER_LENGTH;

    private Identifiers() {}

    /** Returns the form in which identifiers are compared: the same for all spellings of a NIF or NIE. */
    public static String key(String identifier) {
        String normal = normal(identifier);
        return NormalForm.key(TaxNumber.read(normal)
                .filter(TaxNumber::isRight)
                .map(TaxNumber::written)
                .orElse(normal));
    }

    /** Returns what is wrong with an identifier; empty if nothing is. */
    public static Optional<String> defect(String identifier) {
        String normal = normal(identifier);
        if (!COMPLETE.matcher(CodeForm.of(normal)).matches()) {
            return Optional.empty();
        }
        return TaxNumber.read(normal)
                .filter(number -> !number.isRight())
                .map(number ->
                        "the " + (number.isNie() ? "NIE " : "NIF ") + normal + " has a wrong letter: did you mean "
                                + number.corrected().written() + "?");
    }

    /** Returns the NIF or NIE that an identifier would be with another letter; empty if it would be none, or is one. */
    public static Optional<String> suggestion(String identifier) {
        return TaxNumber.read(normal(identifier))
                .filter(number -> !number.isRight())
                .map(number -> number.corrected().written());
    }

    private static String normal(String identifier) {
        return NormalForm.of(SearchForm.cut(identifier, MAX_READ));
    }

    /**
     * What could be a NIF or a NIE.
     *
     * @param first K, L, M, X, Y, Z or nothing
     * @param digits as many as there must be
     * @param letter the last one, right or wrong
     */
    private record TaxNumber(String first, String digits, char letter) {
        static Optional<TaxNumber> read(String normal) {
            Matcher parts =
                    NUMBER.matcher(SEPARATORS.matcher(CodeForm.of(normal)).replaceAll(""));
            if (!parts.matches()) {
                return Optional.empty();
            }
            int wanted = DIGITS - parts.group(1).length();
            String digits = parts.group(2);
            if (digits.length() > wanted && digits.charAt(0) != '0') {
                return Optional.empty();
            }
            String complete =
                    digits.length() > wanted ? digits.substring(1) : "0".repeat(wanted - digits.length()) + digits;
            return Optional.of(
                    new TaxNumber(parts.group(1), complete, parts.group(3).charAt(0)));
        }

        boolean isNie() {
            return !first.isEmpty() && NIE_LETTERS.contains(first);
        }

        char rightLetter() {
            int number = Integer.parseInt(isNie() ? NIE_LETTERS.indexOf(first) + digits : digits);
            return LETTERS.charAt(number % LETTERS.length());
        }

        boolean isRight() {
            return letter == rightLetter();
        }

        TaxNumber corrected() {
            return new TaxNumber(first, digits, rightLetter());
        }

        String written() {
            return first + digits + letter;
        }
    }
}
