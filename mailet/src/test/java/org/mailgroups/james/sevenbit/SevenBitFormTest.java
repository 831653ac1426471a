// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.sevenbit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import javax.mail.Multipart;
import javax.mail.Part;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SevenBitFormTest {
    private static String form(String message) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] header = SevenBitForm.write(() -> new ByteArrayInputStream(message.getBytes(ISO_8859_1)), body);
        return new String(header, ISO_8859_1) + body.toString(ISO_8859_1);
    }

    private static void assertImpossible(String message, String reason) {
        assertThatThrownBy(() -> form(message))
                .isInstanceOf(ImpossibleException.class)
                .hasMessageContaining(reason);
    }

    /** Returns the decoded content of all parts, as JavaMail reads them. */
    private static List<String> decoded(String message) throws Exception {
        List<String> parts = new ArrayList<>();
        collect(
                new MimeMessage(
                        Session.getInstance(new Properties()), new ByteArrayInputStream(message.getBytes(ISO_8859_1))),
                parts);
        return parts;
    }

    private static void collect(Part part, List<String> parts) throws Exception {
        if (part.isMimeType("multipart/*")) {
            Multipart multipart = (Multipart) part.getContent();
            for (int i = 0; i < multipart.getCount(); i++) {
                collect(multipart.getBodyPart(i), parts);
            }
        } else if (part.isMimeType("message/rfc822")) {
            collect((Part) part.getContent(), parts);
        } else {
            try (InputStream content = part.getInputStream()) {
                parts.add(part.getContentType() + "|" + new String(content.readAllBytes(), ISO_8859_1));
            }
        }
    }

    private static String text(String encoding, String body) {
        return "From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                + "Content-Transfer-Encoding: " + encoding + "\r\n\r\n" + body;
    }

    private static String multipart(String type, String... parts) {
        StringBuilder message = new StringBuilder("From: a@example.org\r\nMIME-Version: 1.0 (1.0)\r\nContent-Type: ")
                .append(type)
                .append(";\r\n boundary=\"cut here\"\r\n\r\npreamble\r\n");
        for (String part : parts) {
            message.append("--cut here  \r\n").append(part).append("\r\n");
        }
        return message.append("--cut here--\r\nepilogue").toString();
    }

    private static final String EIGHT = "Content-Type: text/plain; charset=utf-8\r\n"
            + "Content-Transfer-Encoding: 8bit\r\n\r\nGr\u00c3\u00bc\u00c3\u009fe\r\n";
    private static final String SEVEN = "Content-Type: text/html\r\n\r\n<p>=3D plain</p>  ";

    @Example
    void writeShouldEncodeTextAndChangeItsLabelAlone() throws Exception {
        assertThat(form(text("8bit", "Gr\u00c3\u00bc\u00c3\u009fe = \r\n")))
                .isEqualTo(text("quoted-printable", "Gr=C3=BC=C3=9Fe =3D=20\r\n"));
    }

    @Example
    void writeShouldChangeNothingWhenThereIsNothingAbove127() throws Exception {
        for (String message : List.of(
                text("7bit", "plain\r\n"),
                text("quoted-printable", "=C3=BC\r\n"),
                "Subject: header alone\r\n",
                "Subject: x\r\n\r\n",
                "Subject: LF\n\nbody\nof LF\n",
                multipart("multipart/mixed", SEVEN, SEVEN),
                multipart("multipart/signed", SEVEN, SEVEN),
                multipart("multipart/mixed"),
                "Content-Type: multipart/mixed; boundary=never\r\n\r\n--other\r\n\r\nx\r\n",
                multipart("multipart/digest", "\r\nSubject: inner\r\n\r\ntext"))) {
            assertThat(form(message)).isEqualTo(message);
        }
    }

    @Example
    void writeShouldChangeOnlyThePartsThatNeedIt() throws Exception {
        String binary =
                "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n\r\n\u0001\r\u00ff\n";
        String message = multipart("multipart/mixed", SEVEN, EIGHT, binary, SEVEN);

        String form = form(message);

        assertThat(form)
                .isEqualTo(multipart(
                        "multipart/mixed",
                        SEVEN,
                        EIGHT.replace("8bit", "quoted-printable").replace("\u00c3\u00bc\u00c3\u009f", "=C3=BC=C3=9F"),
                        "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\nAQ3/Cg==",
                        SEVEN));
        assertThat(decoded(form)).isEqualTo(decoded(message));
    }

    @Example
    void writeShouldGoIntoPartsOfPartsAndMessages() throws Exception {
        String inner =
                "Content-Type: multipart/alternative; boundary=in\r\nContent-Transfer-Encoding: 8bit\r\n\r\n--in\r\n"
                        + EIGHT + "\r\n--in--";
        String forwarded =
                "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 8bit\r\n\r\nSubject: fwd\r\n" + EIGHT;
        String message = multipart("multipart/mixed", inner, forwarded, SEVEN);

        String form = form(message);

        assertThat(form.chars()).allMatch(octet -> octet < 128);
        assertThat(form).doesNotContain("8bit").contains("Content-Transfer-Encoding: 7bit\r\n\r\nSubject: fwd\r\n");
        assertThat(decoded(form)).isEqualTo(decoded(message));
    }

    @Example
    void writeShouldLabelAMessageThatSaysNothing() throws Exception {
        assertThat(form("Subject: old\r\n\r\nGr\u00fc\u00dfe"))
                .isEqualTo("Subject: old\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: quoted-printable\r\n"
                        + "\r\nGr=FC=DFe");
    }

    @Example
    void writeShouldRefuseWhatMustNotBeChanged() {
        assertImpossible(multipart("multipart/signed", EIGHT, SEVEN), "signed or encrypted");
        assertImpossible(multipart("multipart/encrypted", EIGHT, SEVEN), "signed or encrypted");
        assertImpossible(
                multipart(
                        "multipart/mixed",
                        "Content-Type: multipart/signed; boundary=in\r\n\r\n--in\r\n" + EIGHT + "\r\n--in--"),
                "signed or encrypted");
        assertImpossible("DKIM-Signature: v=1; d=partner.example\r\n" + text("8bit", "\u00ff"), "DKIM");
        assertImpossible("Subject: a\u00f1o\r\n" + text("8bit", "\u00ff"), "a header field");
        assertImpossible(multipart("multipart/mixed", "X: \u00f1\r\n\r\n"), "a header field");
        assertImpossible(multipart("multipart/mixed", EIGHT).replace("preamble", "pre\u00e4"), "between its parts");
        assertImpossible(text("base64", "\u00ff\r\n"), "Content-Transfer-Encoding");
        assertImpossible(text("x-uuencode", "\u00ff\r\n"), "Content-Transfer-Encoding");
        assertImpossible(
                multipart("multipart/mixed", "Content-Type: message/partial\r\n\r\n\u00ff"), "message/partial");
        assertImpossible("Content-Type: multipart/mixed\r\n\r\n\u00ff", "multipart/mixed");
        assertImpossible(multipart("multipart/mixed", "X: y", EIGHT), "no empty line");
        assertImpossible("Content-Type: multipart/signed\r\n\r\n\u00ff", "signed or encrypted");
    }

    @Example
    void writeShouldRefuseWhenPartsAreTooMany() {
        assertImpossible(multipart("multipart/mixed", "\r\nx\r\n--cut here\r\n".repeat(2000)), "too many parts");
        assertImpossible(multipart("multipart/mixed", "X: y\r\n".repeat(3000)), "too many fields");
        assertImpossible("Content-Type: message/rfc822\r\n\r\n".repeat(100) + "\u00ff", "too many parts");
    }

    @Example
    void writeShouldKeepLinesShortWhenTheMessageHasLongOnes() throws Exception {
        String line = "\u00c3\u00a9=".repeat(40_000);

        String form = form(text("8bit", line + "\r\n"));

        assertThat(form.lines()).allMatch(text -> text.length() <= 76);
        assertThat(decoded(form).get(0)).endsWith("|" + line + "\r\n");
    }

    @Property(tries = 500)
    void writeShouldSayTheSameWhateverTheContent(@ForAll long seed, @ForAll @IntRange(max = 20_000) int size)
            throws Exception {
        Random random = new Random(seed);
        StringBuilder content = new StringBuilder();
        String[] pieces = {"\r\n", " ", "\t", "=", ".", "From ", "--cut", "\u00e9", "\u0000", "\u00ff", "abc", "\u007f"
        };
        while (content.length() < size % (1 + random.nextInt(20_000))) {
            content.append(pieces[random.nextInt(pieces.length)].repeat(1 + random.nextInt(3)));
        }
        String encoding = random.nextBoolean() ? "8bit" : "binary";
        String type = random.nextBoolean() ? "text/plain; charset=utf-8" : "image/png";
        String part = "Content-Type: " + type + "\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n" + content;
        String message = random.nextBoolean() ? part : multipart("multipart/mixed", SEVEN, part, EIGHT);

        String form = form(message);

        assertThat(form.chars()).allMatch(octet -> octet < 128);
        assertThat(decoded(form)).isEqualTo(decoded(message));
    }

    @Example
    void writeShouldPassAFailureOn() {
        assertThatThrownBy(() -> SevenBitForm.write(
                        () -> {
                            throw new IOException("the body is gone");
                        },
                        new ByteArrayOutputStream()))
                .isInstanceOf(IOException.class);
    }
}
