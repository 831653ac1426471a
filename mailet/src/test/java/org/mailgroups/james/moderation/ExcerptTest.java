// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.james.message.HeaderFields;

class ExcerptTest {
    private static Excerpt of(String charset, String... lines) throws Exception {
        byte[] octets = String.join("\r\n", lines).getBytes(Charset.forName(charset));
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(octets));
        return Excerpt.of(message, HeaderFields.read(new ByteArrayInputStream(octets)));
    }

    @Test
    void subjectShouldBeLegibleWhenItsOctetsAreRaw() throws Exception {
        assertThat(of("UTF-8", "Subject: Reunión del año: ¿a las 10 €?", "", "x")
                        .subject())
                .isEqualTo("Reunión del año: ¿a las 10 €?");
        assertThat(of("ISO-8859-1", "Subject: Año nuevo", "", "x").subject()).isEqualTo("Año nuevo");
    }

    @Test
    void subjectShouldBeWholeWhenAnEncodedWordEndsInsideACharacter() throws Exception {
        assertThat(of(
                                "UTF-8",
                                "Subject: =?UTF-8?B?QWN0YSBkZSBsYSByZXVuacM=?=",
                                " =?UTF-8?B?s24gZGUgYWRtaW5pc3RyYWNpw7NuIHkgYcOxbyBudWV2bw==?=",
                                "",
                                "x")
                        .subject())
                .isEqualTo("Acta de la reunión de administración y año nuevo");
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, text/plain; charset=utf-8",
        "UTF-8, text/plain; charset=x-unknown",
        "UTF-8, text/plain; charset=us-ascii",
        "UTF-8, text/plain",
        "ISO-8859-1, text/plain",
        "ISO-8859-1, text/plain; charset=\"iso-8859-1\"",
        "ISO-8859-1, text/plain; charset=us-ascii"
    })
    void textShouldBeLegibleWhateverCharsetIsNamed(String charset, String type) throws Exception {
        assertThat(of(charset, "Content-Type: " + type, "Content-Transfer-Encoding: 8bit", "", "Mañana.")
                        .text())
                .isEqualTo("Mañana.");
        assertThat(of(charset, "Subject: none", "", "Mañana.").text()).isEqualTo("Mañana.");
    }

    @Test
    void textShouldBeLegibleWhenTheMessageIsCutInsideACharacter() throws Exception {
        for (String padding : new String[] {"", "x", "xx"}) {
            Excerpt excerpt = of("UTF-8", "Subject: s", "", padding + "año", "€€€€€€€€€\r\n".repeat(20_000));

            assertThat(excerpt.text()).startsWith(padding + "año\r\n€€€").doesNotContain("\uFFFD", "â");
        }
    }

    @Test
    void textShouldBeThatOfTheFirstPlainPart() throws Exception {
        String octets = new String("ñ".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(of(
                                "ISO-8859-1",
                                "Content-Type: multipart/alternative; boundary=b",
                                "",
                                "--b",
                                "Content-Type: text/plain; charset=utf-8",
                                "",
                                octets,
                                "--b",
                                "Content-Type: text/html",
                                "",
                                "<p>",
                                "--b--")
                        .text())
                .isEqualTo("ñ");
    }
}
