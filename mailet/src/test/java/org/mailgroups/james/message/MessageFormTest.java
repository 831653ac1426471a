// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.distribution.Decision;

class MessageFormTest {
    /** In front of each message that came over SMTP. */
    private static final String OWN = "Received: from x\r\n by y;\r\n Tue, 03 Mar 2026 10:15:00 +0100\r\n";

    private static final String FROM = "From: alice@example.org\r\n";

    private static Optional<Decision.Refuse> fault(String message) throws Exception {
        MimeMessageInputStreamSource source = MimeMessageInputStreamSource.create("test");
        source.getWritableOutputStream().write((OWN + message).getBytes(StandardCharsets.UTF_8));
        source.getWritableOutputStream().close();
        MailImpl mail = MailImpl.builder()
                .name("test")
                .sender("a@b.net")
                .mimeMessage(new MimeMessageWrapper(source))
                .build();
        try {
            return MessageForm.fault(mail);
        } finally {
            mail.dispose();
        }
    }

    @Test
    void faultShouldBeNoneWhenAReportHasNoAddressInFrom() throws Exception {
        HeaderFields header = HeaderFields.read(
                new ByteArrayInputStream("From: MAILER-DAEMON\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));

        assertThat(MessageForm.fault(MailImpl.builder().name("report").build(), header))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: =?utf-8?Q?Alice_=5BHR=5D?= <alice@example.org>",
                "From: Alice B. Carter <alice@example.org>",
                "From: \"Ames, Alice\" <alice@example.org>",
                "From: alice@example.org (Alice (the \"HR\" one), Ames)",
                "From:\r\n Alice\r\n <alice@example.org>",
                "From: Alicia Ni\u00f1o <alice@example.org>",
                "From : alice@example.org",
                "FROM\t: alice@example.org",
                "From: ALICE@Example.ORG",
                "From: alice@example.org <alice@example.org>",
                "From: Alice [HR] <alice@example.org>",
                "From: alice@example.org,",
                "X-From: x\r\nfrom: alice@example.org\r\nResent-From: y"
            })
    void faultShouldBeNoneWhenThereIsOneFromFieldWhateverItsForm(String field) throws Exception {
        assertThat(fault(field + "\r\nSubject: x\r\n\r\nHello.\r\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " \r\n\t ",
                "<>",
                "Alice <>",
                "Alice",
                "Alice, Bob",
                "undisclosed-sender:;",
                "(alice@example.org)",
                "((alice@example.org) nested)",
                "(escaped \\) alice@example.org)",
                "\"alice@example.org\" <>",
                "\"escaped \\\" alice@example.org\"",
                "\"a(b\" (alice@example.org)",
                "=?utf-8?Q?Alice=40example=2Eorg?="
            })
    void faultShouldBeMalformedWhenTheFromFieldHasNoAddress(String from) throws Exception {
        assertThat(fault("From:" + from + "\r\nSubject: a@b\r\n\r\nc@d\r\n"))
                .get()
                .satisfies(fault -> {
                    assertThat(fault.cause()).isEqualTo(Decision.Cause.MALFORMED);
                    assertThat(fault.reason()).contains("no address");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"Alice (HR\" <alice@example.org>",
                "\"alice smith\"@example.org",
                "(\"a) alice@example.org",
                "Alice :( <alice@example.org>",
                "Alice :) <alice@example.org>",
                "Alice 6\" <alice@example.org>",
                "\"Alice <alice@example.org>",
                "Alice \\\" <alice@example.org>",
                "Team: alice@example.org, bob@example.org;",
                "<@a.example,@b.example:alice@example.org>",
                "alice @ example . org"
            })
    void faultShouldBeNoneWhenTheFromFieldHasAnAddressInAnOddForm(String from) throws Exception {
        assertThat(fault("From: " + from + "\r\n\r\nHello.\r\n")).isEmpty();
    }

    @Test
    void faultShouldBeFoundInTimeWhenTheFromFieldIsFullOfOpenBrackets() throws Exception {
        assertThat(fault("From: " + ("(".repeat(500) + "\r\n ").repeat(1000) + "\r\n\r\n"))
                .isPresent();
    }

    @Test
    void faultShouldBeNoneWhenANameIsInRawLatin1() throws Exception {
        HeaderFields header = HeaderFields.read(new ByteArrayInputStream(
                "From: Alicia Ni\u00f1o <alice@example.org>\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1)));

        assertThat(MessageForm.fault(
                        MailImpl.builder().name("test").sender("a@b.net").build(), header))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: x\r\n\r\nFrom: alice@example.org\r\n",
                "No header at all, just this line.\r\n",
                "",
                "\r\n",
                "\r\nFrom: alice@example.org\r\n\r\n",
                "X-From: alice@example.org\r\n\r\n",
                "Subject: x\r\n From: alice@example.org\r\n\r\n",
                "Resent-From: alice@example.org\r\n\r\n",
                "From alice@example.org Tue Mar  3\r\nSubject: x\r\n\r\n",
                "From: alice@example.org\r\nFrom: bob@example.org\r\n\r\n",
                "From: alice@example.org\r\nX: y\r\nfrom : alice@example.org\r\n\r\n"
            })
    void faultShouldBeMalformedWhenThereIsNotExactlyOneFromField(String message) throws Exception {
        assertThat(fault(message)).get().extracting(Decision.Refuse::cause).isEqualTo(Decision.Cause.MALFORMED);
    }

    @Test
    void faultShouldBeALoopWhenTheMessageHasBeenThroughMoreThanAHundredServers() throws Exception {
        String received = "Received: from x by y; Tue, 03 Mar 2026 10:15:00 +0100\r\n";

        assertThat(fault(received.repeat(99) + FROM + "\r\n")).isEmpty();
        assertThat(fault(received.repeat(100) + FROM + "\r\n"))
                .get()
                .extracting(Decision.Refuse::cause)
                .isEqualTo(Decision.Cause.LOOP);
    }

    @Test
    void faultShouldBeMalformedWhenTheHeaderIsOverTheLimits() throws Exception {
        assertThat(fault(FROM + "X: y\r\n".repeat(HeaderFields.MAX_FIELDS) + "\r\n"))
                .get()
                .extracting(Decision.Refuse::cause)
                .isEqualTo(Decision.Cause.MALFORMED);
    }

    private static String nested(int levels, String type, String encoding) {
        StringBuilder message = new StringBuilder(FROM + "MIME-Version: 1.0\r\n");
        for (int level = 0; level < levels; level++) {
            String boundary = "b" + level;
            message.append(type.replace("BOUNDARY", boundary)).append(encoding).append("\r\n\r\n");
            if (type.contains("BOUNDARY")) {
                message.append("--").append(boundary).append("\r\n");
            }
        }
        return message.append("\r\nAt the bottom.\r\n").toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Type: multipart/mixed; boundary=BOUNDARY|''",
                "Content-Type: multipart/alternative; boundary=\"BOUNDARY\"|''",
                "content-type:MULTIPART/mixed;x=y;Boundary=BOUNDARY|''",
                "Content-Type: multipart/mixed; (comment) boundary=BOUNDARY|''",
                "Content-Type: message/rfc822|''",
                "Content-Type: multipart/mixed; boundary=BOUNDARY|'; charset=utf-8'",
                "Content-Transfer-Encoding: 8bit~Content-Type: message/rfc822|''"
            })
    void faultShouldBeMalformedWhenPartsAreNestedTooDeep(String type, String encoding) throws Exception {
        String lines = type.replace("~", "\r\n");

        assertThat(fault(nested(20, lines, encoding))).isEmpty();
        assertThat(fault(nested(5000, lines, encoding)))
                .get()
                .extracting(Decision.Refuse::reason)
                .asString()
                .contains("nested deeper");
    }

    @Test
    void faultShouldBeMalformedWhenThereAreTooManyParts() throws Exception {
        String head = FROM + "Content-Type: multipart/mixed; boundary=b\r\n\r\n";

        assertThat(fault(head + "--b\r\n\r\nx\r\n".repeat(1000) + "--b--\r\n")).isEmpty();
        assertThat(fault(head + "--b\r\n\r\nx\r\n".repeat(1001) + "--b--\r\n"))
                .get()
                .extracting(Decision.Refuse::reason)
                .asString()
                .contains("more than 1000");
    }

    @Test
    void faultShouldBeMalformedWhenTheHeaderOfAPartIsOverTheLimits() throws Exception {
        String part = FROM + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n";

        assertThat(fault(part + "X: y\r\n".repeat(100_000))).isPresent();
        assertThat(fault(part + "X: y\r\n" + " z\r\n".repeat(1_000_000))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "--", "--b", "--\r\n--b", "--c--\r\n"})
    void faultShouldBeNoneWhenATextHasManyLinesThatBeginLikeADelimiter(String line) throws Exception {
        assertThat(fault(FROM + "Content-Type: text/plain\r\n\r\n" + (line + "\r\n").repeat(5000)))
                .isEmpty();
    }
}
