// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.List;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailgroups.james.message.HeaderFields.Field;

class RawHeaderTest {
    private Mail mail = MailImpl.builder().name("mail-1").build();

    static List<String> headers() {
        StringBuilder all = new StringBuilder("X-All: ");
        for (char octet = 128; octet < 256; octet++) {
            all.append(octet);
        }
        return List.of(
                utf8("Subject: Reunión del año\r\n"),
                "Subject: Reuni\u00f3n del a\u00f1o\r\n",
                utf8("From: José Niño <eve@elsewhere.example>\r\nSubject: ¿?\r\n"),
                utf8("Subject: one\r\n dós\r\n\ttrès\r\nX-Unknown: 日本\r\n"),
                // What becomes the same in ASCII keeps its order.
                "Received: \u00e9\r\nReceived: \u00e8\r\nReceived: ?\r\n",
                "X-Cut: \u00c3\r\n \u00b1\r\n",
                all.append("\r\n").toString(),
                "Subject: plain\r\n");
    }

    private static String utf8(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    @AfterEach
    void dispose() {
        LifecycleUtil.dispose(mail);
    }

    private HeaderFields keep(String header) throws Exception {
        byte[] octets = (header + "\r\nHello.\r\n").getBytes(ISO_8859_1);
        ((MailImpl) mail)
                .setMessageContent(MimeMessageInputStreamSource.create("mail-1", new ByteArrayInputStream(octets)));
        HeaderFields fields = HeaderFields.of(mail);
        RawHeader.keep(mail, fields);
        return fields;
    }

    /** Does what a queue of James does. */
    private HeaderFields requeued() throws Exception {
        Mail before = mail;
        mail = mail.duplicate();
        LifecycleUtil.dispose(before);
        return HeaderFields.of(mail);
    }

    @ParameterizedTest
    @MethodSource("headers")
    void restoredShouldBeTheHeaderAsItCameWhenJamesHasWrittenItAnew(String header) throws Exception {
        HeaderFields came = keep(header);

        HeaderFields restored = requeued();

        assertThat(restored).isEqualTo(came);
    }

    @Test
    void restoredShouldLeaveAFieldThatAMailetHasChanged() throws Exception {
        keep(utf8("Subject: año\r\nX-Other: niño\r\n"));
        requeued();
        mail.getMessage().setHeader("Subject", "[team] a??o");

        HeaderFields restored = HeaderFields.of(mail);

        assertThat(restored.fields())
                .extracting(Field::text)
                .containsExactly("Subject: [team] a??o\r\n", utf8("X-Other: niño\r\n"));
    }

    @Test
    void restoredShouldReturnWhatIsThereWhenNothingWasKept() throws Exception {
        HeaderFields came = keep("Subject: plain\r\n");

        assertThat(mail.attributes()).isEmpty();
        assertThat(RawHeader.restored(mail, came)).isEqualTo(came);
    }

    @Test
    void keepShouldKeepNothingWhenItIsTooMuch() throws Exception {
        keep("X-Long: " + "\u00e9".repeat(RawHeader.MAX_BYTES) + "\r\n");

        assertThat(mail.attributes()).isEmpty();
    }

    @Test
    void keepShouldForgetTheHeaderOfAnotherMessage() throws Exception {
        keep(utf8("Subject: año\r\n"));

        keep("Subject: plain\r\n");

        assertThat(mail.attributes()).isEmpty();
    }

    @Test
    void isKeptShouldKnowTheAttribute() throws Exception {
        keep(utf8("Subject: año\r\n"));

        assertThat(mail.attributes()).allMatch(RawHeader::isKept);
    }
}
