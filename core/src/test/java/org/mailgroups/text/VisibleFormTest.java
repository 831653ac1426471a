// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleFormTest {
    @Property
    void ofShouldBeAFormOfItself(@ForAll("texts") String text) {
        String form = VisibleForm.of(text);

        assertThat(VisibleForm.of(form)).isEqualTo(form);
    }

    @Property
    void ofShouldHaveNothingThatAReaderCannotSee(@ForAll("texts") String text) {
        assertThat(VisibleForm.of(text).codePoints())
                .filteredOn(codePoint -> codePoint != ' ' && codePoint != '\n')
                .noneMatch(Characters::isBlank)
                .noneMatch(Characters::isForbidden)
                .noneMatch(codePoint -> Characters.isInvisible(codePoint) && !Characters.isJoiner(codePoint));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars(NormalFormTest.ALPHABET.toCharArray())
                .withChars("оοU+[]".toCharArray())
                .ofMaxLength(12);
    }

    @ParameterizedTest
    @CsvSource({
        "'else\u200bwhere', 'else[U+200B]where'",
        "'12345678\u2011Z', '12345678\u2011[U+2011]Z'",
        "'12\u00a0345', '12[U+00A0]345'",
        "'a\uff20b', 'a\uff20[U+FF20]b'",
        "'b\u043eb', 'b\u043e[U+043E]b'",
        "'a\ud800b', 'a[U+D800]b'",
        "'\udb40\udc41', '[U+E0041]'",
        "'a\tb', 'a[U+0009]b'"
    })
    void ofShouldGiveTheNumberOfWhatDeceives(String text, String expected) {
        assertThat(VisibleForm.of(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Jos\u00e9 Mu\u00f1oz",
                "\u0418\u0432\u0430\u043d \u041f\u0435\u0442\u0440\u043e\u0432 (Ivan)",
                "M\u00fcller \u2013 S\u00f6hne",
                "\ud83d\udc68\u200d\ud83d\udc69",
                "one\ntwo"
            })
    void ofShouldLeaveWhatSpeaksForItself(String text) {
        assertThat(VisibleForm.of(text)).isEqualTo(text);
    }
}
