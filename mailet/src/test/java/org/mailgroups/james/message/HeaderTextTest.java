// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTextTest {
    private static String octets(String text, Charset charset) {
        return new String(text.getBytes(charset), StandardCharsets.ISO_8859_1);
    }

    private static String ofRaw(String text, String charset) {
        return HeaderText.of(octets(text, Charset.forName(charset)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Reunión del año: ¿mañana a las 10 €?", "Año nuevo", "Привет", "名前 📚", "", "é"})
    void ofShouldReadRawUtf8(String text) {
        assertThat(ofRaw(text, "UTF-8")).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Año nuevo", "é", "“quoted” – 10 €", "naïve café"})
    void ofShouldReadRawOctetsThatAreNotUtf8AsWindows1252(String text) {
        assertThat(ofRaw(text, "windows-1252")).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "=?UTF-8?B?QWN0YSBkZSBsYSByZXVuacM=?=~=?UTF-8?B?s24gZGUgYWRtaW5pc3RyYWNpw7NuIHkgYcOxbyBudWV2bw==?="
                        + "|Acta de la reunión de administración y año nuevo",
                "=?utf-8?Q?a=C3?= =?UTF-8?q?=B1o?=|año",
                "=?utf-8?Q?a=C3?=~\t=?UTF-8?B?sW8=?=|año",
                "=?utf-8?Q?a=C3?==?utf-8?Q?=B1o?=|año",
                "=?utf-8*es?Q?a=C3?= =?utf-8?Q?=B1o?=|año",
                "=?utf-8?Q?a=C3?= b =?utf-8?Q?=B1o?=|a\uFFFD b \uFFFDo",
                "=?iso-8859-1?Q?a=F1?= =?utf-8?Q?=C3=B1?=|aññ",
                "Re: =?ISO-8859-15?Q?10_=A4?= and more|Re: 10 € and more",
                "=?utf-8?Q?a?= b =?utf-8?Q?c?=|a b c",
                "\"=?utf-8?Q?Jos=C3=A9?=\" <jose@example.org>|\"José\" <jose@example.org>",
                "=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=|日本",
                "=?gb2312?B?1tC5+g==?=|中国",
                "=?utf-8?Q?=3D=3Futf-8=3FQ=3Fa=3F=3D?=|=?utf-8?Q?a?="
            })
    void ofShouldDecodeEncodedWordsWhereverALineIsFolded(String value, String expected) {
        assertThat(HeaderText.of(value.replace("~", "\r\n "))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=?x-unknown?Q?abc?=",
                "=?utf-8?X?abc?=",
                "=?utf-8?B?a?=",
                "=?utf-8?B?###?=",
                "=?utf-8?Q?a=C?=",
                "=?utf-8?Q?a=ZZ?=",
                "=?utf-8?Q?abc",
                "=?utf-8?Q?a b?=",
                "=?utf-8?Q?",
                "=??Q?a?=",
                "=?",
                "?="
            })
    void ofShouldLeaveAWordThatIsBroken(String value) {
        assertThat(HeaderText.of(value)).isEqualTo(value);
        assertThat(HeaderText.of(value + " =?utf-8?Q?=C3=B1?=")).isEqualTo(value + " ñ");
    }

    @Example
    void ofShouldReadRawOctetsBesideEncodedWords() {
        assertThat(ofRaw("año =?utf-8?Q?a=C3=B1o?= año", "UTF-8")).isEqualTo("año año año");
        assertThat(ofRaw("año =?utf-8?Q?a=C3=B1o?= año", "ISO-8859-1")).isEqualTo("año año año");
    }

    @Example
    void ofShouldTakeTextThatIsDecodedAlready() {
        assertThat(HeaderText.of("10 € =?utf-8?Q?=C3=B1?=")).isEqualTo("10 € ñ");
    }

    @Example
    void ofShouldLeaveNothingThatCouldForgeALineOrTurnTheText() {
        String dangerous = "a\r\nBcc: b\u0000\u0085\u202e\u2028c";
        String word =
                "=?utf-8?B?" + Base64.getEncoder().encodeToString(dangerous.getBytes(StandardCharsets.UTF_8)) + "?=";

        for (String value : List.of(octets(dangerous, StandardCharsets.UTF_8), dangerous, word)) {
            assertThat(HeaderText.of(value)).matches("a +Bcc: b +c");
        }
    }

    @Example
    void ofShouldCutWithoutBreakingACharacter() {
        String text = "a" + "ñ".repeat(200_000);

        String cut = ofRaw(text, "UTF-8");

        assertThat(text).startsWith(cut);
        assertThat(cut).hasSizeBetween(HeaderText.MAX_LENGTH / 2 - 2, HeaderText.MAX_LENGTH);
    }

    @Example
    void ofShouldNotTakeLongForTextThatLooksLikeManyWords() {
        for (String piece : List.of("=?", "=?a?q?", "=?utf-8?q?a", "\r\n ", "=?utf-8?b?", "?=", " ")) {
            assertThat(HeaderText.of(piece.repeat(1_000_000))).hasSizeLessThanOrEqualTo(HeaderText.MAX_LENGTH);
        }
    }

    /** Programs cut at 75 characters, wherever that is in a character. */
    @Property
    void ofShouldPutWordsTogetherWhereverTheyAreCut(
            @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 40) int size) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder words = new StringBuilder();
        for (int from = 0; from < octets.length; from += size) {
            byte[] part = java.util.Arrays.copyOfRange(octets, from, Math.min(from + size, octets.length));
            words.append(from == 0 ? "" : "\r\n ")
                    .append("=?utf-8?B?")
                    .append(Base64.getEncoder().encodeToString(part));
            words.append("?=");
        }

        assertThat(HeaderText.of(words.toString())).isEqualTo(text);
    }

    @Property
    void ofShouldThrowNothingForAnyOctets(@ForAll("anyOctets") String octets) {
        assertThat(HeaderText.of(octets)).doesNotContain("\r", "\n", "\u0000");
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("añ€日x".toCharArray()).ofMaxLength(60);
    }

    @Provide
    Arbitrary<String> anyOctets() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withCharRange('\u0000', '\u00ff').ofMaxLength(200),
                Arbitraries.strings()
                        .withChars("=?utf-8QB_ A1\r\n\t*\u00c3\u00b1".toCharArray())
                        .ofMaxLength(200));
    }
}
