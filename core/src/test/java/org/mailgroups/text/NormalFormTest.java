// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalFormTest {
    /** Letters, marks, blanks, invisible characters, directions, emoji and halves of pairs. */
    static final String ALPHABET = "aZé09.-' \t\n\u0000\u0085\u00a0\u00ad\u0301\u030c\u034f\u05d0\u0627\u06cc\u0600"
            + "\u061c\u1100\u1161\u180e\u200b\u200c\u200d\u200e\u200f\u2011\u2028\u202a\u202c\u202e\u2060\u2068\u2069"
            + "\u212a\u2800\u3000\u3164\u0915\u094d\ufe0f\ufeff\uff20\ufdfa\ud83d\ude00\ud800İßΣ";

    @Property
    void ofShouldBeAFormOfItself(@ForAll("texts") String text) {
        String form = NormalForm.of(text);

        assertThat(NormalForm.of(form)).isEqualTo(form);
        assertThat(Normalizer.isNormalized(form, Normalizer.Form.NFC)).isTrue();
        assertThat(NormalForm.stripped(form)).isEqualTo(form);
    }

    @Property
    void ofShouldBeTheSameForWhatLooksTheSame(@ForAll("texts") String text) {
        assertThat(NormalForm.of(Normalizer.normalize(text, Normalizer.Form.NFD)))
                .isEqualTo(NormalForm.of(text));
        assertThat(NormalForm.of("\u00a0\u200e" + text + "\ufeff \u202c")).isEqualTo(NormalForm.of(text));
    }

    @Property
    void ofShouldLoseNothingThatCanBeSeen(@ForAll("texts") String text) {
        assertThat(visible(NormalForm.of(text))).isEqualTo(visible(Normalizer.normalize(text, Normalizer.Form.NFC)));
    }

    private static String visible(String text) {
        StringBuilder visible = new StringBuilder();
        text.codePoints()
                .filter(codePoint -> !Characters.isBlank(codePoint) && !Characters.isInvisible(codePoint))
                .filter(codePoint -> !Characters.isForbidden(codePoint))
                .forEach(visible::appendCodePoint);
        return Normalizer.normalize(visible, Normalizer.Form.NFC);
    }

    @Property
    void keyShouldBeAKeyOfItself(@ForAll("texts") String text) {
        String key = NormalForm.key(NormalForm.of(text));

        assertThat(NormalForm.key(key)).isEqualTo(key);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars(ALPHABET.toCharArray()).ofMaxLength(12);
    }

    @ParameterizedTest
    @CsvSource({
        "'Mun\u0303oz', 'Mu\u00f1oz'",
        "'Jos\u00e9\u00a0Mu\u00f1oz\u00a0', 'Jos\u00e9 Mu\u00f1oz'",
        "'Mül\u00adler\u200bmeier', 'Müllermeier'",
        "'\u202a+34 600-11-22\u202c', '+34 600-11-22'",
        "'Ana\u200e L\u200fopez', 'Ana Lopez'",
        "'A\u200dB', 'AB'",
        "'\u3164', ''",
        "'\ufeff\u200b \u2060', ''"
    })
    void ofShouldTakeOutWhatMeansNothing(String text, String expected) {
        assertThat(NormalForm.of(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u05d3\u05d5\u05d3\u200e (C++)\u200f \u05db\u05d4\u05df",
                "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
                "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
                "\u2764\ufe0f\u200d\ud83d\udd25",
                "\u0915\u094d\u200d\u0937",
                "A\u202eB",
                "A\ud83d\u00ad\ude00B",
                "\u202eAB",
                "A\u0000B",
                "A\tB"
            })
    void ofShouldLeaveWhatMeansSomethingOrMustBeRefused(String text) {
        assertThat(NormalForm.of(text)).isEqualTo(text);
    }

    /** Marks before, over and below, some of which Unicode takes apart; a joiner, a filler and letters with marks. */
    @Property
    void ofShouldBeAFormOfItselfWhenThereAreManyMarks(@ForAll("marks") String text) {
        String form = NormalForm.of(text);

        assertThat(NormalForm.of(form)).isEqualTo(form);
        assertThat(MarkRun.bounded(form)).isEqualTo(form);
        assertThat(longestRun(Normalizer.normalize(form, Normalizer.Form.NFD))).isLessThanOrEqualTo(MarkRun.MAX_MARKS);
    }

    @Provide
    Arbitrary<String> marks() {
        String marks = "\u0301\u0323\u0344\u034f\u094d\u093c\ufe0f";
        return Arbitraries.strings()
                .withChars((marks.repeat(12) + "a\u01d6\u0915\u200b\u200d\u095c").toCharArray())
                .ofMinLength(60)
                .ofMaxLength(300);
    }

    private static int longestRun(String text) {
        int longest = 0;
        int run = 0;
        for (int codePoint : text.codePoints().toArray()) {
            run = Characters.isMark(codePoint) ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0301", "\u0344", "\u0301\u0323", "\u094d", "\u200b\u0301", "\ud834\udd65"})
    void ofShouldBeShortWhenALetterHasMarksWithoutEnd(String marks) {
        String text = "a" + marks.repeat(100_000);

        assertThat(longestRun(MarkRun.bounded(text))).isLessThanOrEqualTo(MarkRun.MAX_MARKS);
        assertThat(NormalForm.of(text).codePointCount(0, NormalForm.of(text).length()))
                .isBetween(2, 1 + MarkRun.MAX_MARKS);
        assertThat(SearchForm.plain(text)).isEqualTo("a");
    }

    @Test
    void ofShouldKeepAllMarksThatALocalPartCanHave() {
        String text = "b" + "\u0308\u0323".repeat(16);

        assertThat(NormalForm.of(text)).isEqualTo(Normalizer.normalize(text, Normalizer.Form.NFC));
    }

    /** Else a run of it would be sorted, which takes time. */
    @Test
    void plainShouldTakeApartNothingThatIsMarksAlone() {
        assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT).filter(codePoint -> {
                    String before = SearchForm.withoutMarks(Character.toString(codePoint));
                    return !before.isEmpty()
                            && Normalizer.normalize(before, Normalizer.Form.NFKD)
                                    .codePoints()
                                    .allMatch(Characters::isMark);
                }))
                .isEmpty();
    }
}
