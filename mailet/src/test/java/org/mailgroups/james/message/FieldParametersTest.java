// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldParametersTest {
    private static FieldParameters of(String value) {
        return FieldParameters.of(new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "attachment; filename=a.pdf|a.pdf",
                "attachment;filename = \"a b.pdf\"|a b.pdf",
                "attachment; filename=a b.pdf; size=3|a b.pdf",
                "attachment; FileName=\"a;b=c.pdf\"; size=3|a;b=c.pdf",
                "attachment; filename=\"say \\\"hi\\\".txt\"|say \"hi\".txt",
                "attachment; filename=\"C:\\\\dir\\\\a.pdf\"|C:\\dir\\a.pdf",
                "attachment; filename=\"not closed.pdf|not closed.pdf",
                "attachment; filename*=UTF-8''a%C3%B1o.pdf|año.pdf",
                "attachment; filename*=utf-8'es'a%c3%b1o.pdf|año.pdf",
                "attachment; filename*=iso-8859-1''a%F1o.pdf|año.pdf",
                "attachment; filename=ano.pdf; filename*=UTF-8''a%C3%B1o.pdf|año.pdf",
                "attachment; filename*=x-unknown''a%C3%B1o.pdf|año.pdf",
                "attachment; filename*=UTF-8''100%.pdf|100%.pdf",
                "attachment; filename*=año.pdf|año.pdf",
                "attachment;~filename*0*=UTF-8''presupuesto%20de%20la%20;~filename*1*=reuni%C3%B3n%20;~"
                        + "filename*2=\"final.pdf\"|presupuesto de la reunión final.pdf",
                "attachment; filename*1*=%B1o.pdf; filename*0*=UTF-8''a%C3|año.pdf",
                "attachment; filename*0=\"a b\"; filename*1=\"c.pdf\"|a bc.pdf",
                "attachment; filename*0=a; filename*2=c|a",
                "attachment; filename*00*=UTF-8''a; filename*01*=b|ab",
                "attachment; filename=\"=?UTF-8?B?YcOxbyAyMDI2LnBkZg==?=\"|año 2026.pdf",
                "attachment; filename=\"=?UTF-8?Q?a=C3?= =?UTF-8?Q?=B1o.pdf?=\"|año.pdf",
                "attachment; filename=\"año.txt\"|año.txt",
                "attachment; filename=a.pdf; filename=b.pdf|a.pdf"
            })
    void textShouldBeWhatPeopleRead(String value, String expected) {
        FieldParameters parameters = of(value.replace("~", "\r\n "));
        assertThat(parameters.text("filename")).contains(expected);
        assertThat(parameters.value()).isEqualTo("attachment");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attachment",
                "attachment; filename",
                "attachment; filename=",
                "attachment; filename=\"\"",
                "attachment; filename*1=b",
                "attachment; name=a",
                "attachment; xfilename=a",
                "",
                ";"
            })
    void textShouldBeEmptyWhenThereIsNone(String value) {
        assertThat(of(value).text("filename")).isEmpty();
    }

    @Example
    void textShouldReadOctetsOfWindows1252() {
        assertThat(FieldParameters.of("attachment; filename=\"a\u00f1o.txt\"").text("filename"))
                .contains("año.txt");
    }

    @Example
    void textShouldBeOneLineWhateverIsEncoded() {
        assertThat(of("attachment; filename*=UTF-8''a%0D%0AX:%20b%00").text("filename"))
                .hasValueSatisfying(text -> assertThat(text).matches("a +X: b"));
    }

    @Example
    void textShouldNotTakeLongWhenThereIsMuch() {
        for (String piece : new String[] {"; a=\"", "; filename*1*=%41", ";", "; a=b", "\\\"", ";   "}) {
            assertThat(of("attachment; filename*0*=UTF-8''x" + piece.repeat(500_000))
                            .text("filename"))
                    .isNotEmpty();
        }
    }

    @Property
    void ofShouldThrowNothingForAnyText(@ForAll("anyText") String value) {
        assertThat(FieldParameters.of(value).text("f"))
                .matches(text -> text.isEmpty() || text.get().length() <= 1000);
    }

    @Provide
    Arbitrary<String> anyText() {
        return Arbitraries.strings()
                .withChars("f*01=;\"\\%C3'u \r\n\u00c3?-8".toCharArray())
                .ofMaxLength(80);
    }
}
