// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {
    private static final String LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12345678Z",
                "00000000T",
                "99999999R",
                "12345678z",
                "X1234567L",
                "Y1234567X",
                "Z1234567R",
                "x0000000T",
                "K1234567L",
                "M0000000T",
                "12.345.678-Z",
                "ES12345678Z",
                "X01234567L",
            })
    void defectShouldBeNoneWhenTheLetterFollowsFromTheDigits(String identifier) {
        assertThat(Identifiers.defect(identifier)).isEmpty();
        assertThat(Identifiers.suggestion(identifier)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "12345678A,NIF,12345678Z",
        "00000000A,NIF,00000000T",
        "X1234567A,NIE,X1234567L",
        "Y1234567L,NIE,Y1234567X",
        "L1234567A,NIF,L1234567L",
        "12.345.678-A,NIF,12345678Z",
        "12345678 A,NIF,12345678Z",
        "ES12345678A,NIF,12345678Z",
        "x-1234567-a,NIE,X1234567L",
        "X01234567A,NIE,X1234567L"
    })
    void defectShouldNameTheRightNumberWhenTheLetterIsAnother(String identifier, String kind, String right) {
        assertThat(Identifiers.defect(identifier))
                .contains("the " + kind + " " + identifier + " has a wrong letter: did you mean " + right + "?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1234567A",
                "123456789A",
                "staff-7",
                "A1234567A",
                "X12345678A",
                "12345678",
                "",
                "12-34-5678-A",
                "ES1",
                "B12345678"
            })
    void defectShouldBeNoneWhenItHasAnotherShape(String identifier) {
        assertThat(Identifiers.defect(identifier)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1234567A,01234567L", "X123456A,X0123456S", "12-34-5678-A,12345678Z"})
    void suggestionShouldBeTheNumberWithTheRightLetter(String identifier, String suggestion) {
        assertThat(Identifiers.suggestion(identifier)).contains(suggestion);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12345678-Z",
                "12.345.678-Z",
                "12345678 Z",
                "ES12345678Z",
                "ES-12345678-Z",
                "12345678z ",
                "12345678\u2011Z",
                "12345678\u2212Z",
                "12345678/Z",
                "\u00a012345678\u200bZ\ufeff",
                "\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff3a",
                "\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668z",
                "\u202a12345678Z\u202c",
                "1 2 3 4 5 6 7 8 Z"
            })
    void keyShouldBeOneWhenItIsTheSameNumber(String spelling) {
        assertThat(Identifiers.key(spelling)).isEqualTo("12345678z");
    }

    /** They may be two people's staff numbers. */
    @ParameterizedTest
    @CsvSource({
        "1.2,12",
        "ES1,1",
        "A-17,A17",
        "007,7",
        "01R,1R",
        "12345T,00012345T",
        "1234567-A,1234567A",
        "12345678-A,12345678A",
        "X12345678L,X1234567L",
        "A²,A2",
        "ESB12345674,B12345674",
        "1234567L,12345670L"
    })
    void keyShouldDifferWhenItIsNoNif(String one, String other) {
        assertThat(Identifiers.key(one)).isNotEqualTo(Identifiers.key(other));
    }

    @ParameterizedTest
    @CsvSource({"Staff-7,STAFF-7", "ñ1,N\u03031", "a\u00a01,A 1", "H\u0331,\u1e96"})
    void keyShouldNotMindCaseAndForm(String one, String other) {
        assertThat(Identifiers.key(one)).isEqualTo(Identifiers.key(other));
    }

    @Property
    void keyShouldBeThatOfTheNumberForEachSpelling(
            @ForAll("numbers") String number, @ForAll("spellings") Spelling how) {
        assertThat(Identifiers.key(how.of(number))).isEqualTo(number.toLowerCase(Locale.ROOT));
        assertThat(Identifiers.defect(how.of(number))).isEmpty();
    }

    @Property
    void keyShouldDifferForTwoNumbersHoweverTheyAreWritten(
            @ForAll("numbers") String one,
            @ForAll("numbers") String other,
            @ForAll("spellings") Spelling how,
            @ForAll("spellings") Spelling otherwise) {
        assertThat(Identifiers.key(how.of(one)).equals(Identifiers.key(otherwise.of(other))))
                .isEqualTo(one.equals(other));
    }

    @Property
    void keyShouldBeAKeyOfItself(@ForAll String text) {
        String key = Identifiers.key(text);

        assertThat(Identifiers.key(key)).isEqualTo(key);
    }

    /** NIFs of one and of many digits, their neighbours, NIEs, and NIFs that begin with K, L or M. */
    @Provide
    Arbitrary<String> numbers() {
        Arbitrary<Integer> digits = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 99_999_999),
                Arbitraries.integers().between(0, 9_999_999),
                Arbitraries.of(12345678, 1234567, 123456, 0, 99_999_999));
        return Combinators.combine(Arbitraries.of("", "", "K", "L", "M", "X", "Y", "Z"), digits)
                .as(IdentifiersTest::number);
    }

    private static String number(String first, int digits) {
        if (first.isEmpty()) {
            return "%08d%c".formatted(digits, LETTERS.charAt(digits % 23));
        }
        int seven = digits % 10_000_000;
        int counted = "XYZ".contains(first) ? "XYZ".indexOf(first) * 10_000_000 + seven : seven;
        return "%s%07d%c".formatted(first, seven, LETTERS.charAt(counted % 23));
    }

    @Provide
    Arbitrary<Spelling> spellings() {
        return Combinators.combine(
                        Arbitraries.of("", "ES", "es", "ES-", "ES "),
                        Arbitraries.of("", "-", " ", "\u2011", "\u2010", ".", "\u00a0", "\u00ad", " - "),
                        Arbitraries.of("", ".", " "),
                        Arbitraries.of(0, 1, 2),
                        Arbitraries.of(true, false),
                        Arbitraries.of(List.of("", ""), List.of("\ufeff", "\u00a0"), List.of("\u200e", "\u200b")))
                .as(Spelling::new);
    }

    /** A way to write a NIF or NIE. */
    record Spelling(String country, String hyphen, String dot, int lostZeros, boolean fullWidth, List<String> ends) {
        String of(String number) {
            String first = Character.isLetter(number.charAt(0)) ? number.substring(0, 1) : "";
            String digits = number.substring(first.length(), number.length() - 1);
            for (int lost = 0; lost < lostZeros && digits.length() > 6 && digits.startsWith("0"); lost++) {
                digits = digits.substring(1);
            }
            String grouped = digits.length() == 8 || (digits.length() == 7 && !first.isEmpty())
                    ? digits.replaceAll("(?<=.)(?=(?:[0-9]{3})+$)", dot)
                    : digits;
            String text = country
                    + (first.isEmpty() ? "" : first + (hyphen.length() > 1 ? "" : hyphen))
                    + grouped
                    + hyphen
                    + number.substring(number.length() - 1);
            return ends.get(0) + (fullWidth ? widened(text) : text.toLowerCase(Locale.ROOT)) + ends.get(1);
        }

        private static String widened(String text) {
            StringBuilder wide = new StringBuilder();
            text.codePoints()
                    .map(c -> Character.isLetterOrDigit(c) && c < 0x80 ? c + 0xFEE0 : c)
                    .forEach(wide::appendCodePoint);
            return wide.toString();
        }
    }
}
