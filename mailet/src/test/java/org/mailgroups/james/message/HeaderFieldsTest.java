// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderFieldsTest {
    private static final String OWN =
            """
            Received: from 192.0.2.1 (EHLO x;) ([192.0.2.1])
                      by mail.example.org (JAMES SMTP Server ) with ESMTP ID 1
                      for <team@example.org>;
                      Tue, 03 Mar 2026 10:15:00 +0100 (CET)
            """
                    .replace("\n", "\r\n");

    private static HeaderFields read(String message) throws Exception {
        return HeaderFields.read(new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void readShouldKeepFoldingAndOctets() throws Exception {
        HeaderFields header = read("From : a\r\n\tb\r\nX: \u00fc\r\n\r\nbody");

        assertThat(header.fields())
                .containsExactly(
                        new HeaderFields.Field("from", "From : a\r\n\tb\r\n"),
                        new HeaderFields.Field("x", "X: \u00fc\r\n"));
        assertThat(header.length()).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: alice@example.org\r\n",
                " continues\r\nFrom: alice@example.org\r\n",
                "\tcontinues\r\n          for <bob@example.org>;\r\n          Tue\r\nFrom: alice@example.org\r\n",
                "          ;\r\n          ;\r\nFrom: alice@example.org\r\n",
                " \r\nFrom: alice@example.org\r\n"
            })
    void sizeAsSentShouldCountAllThatTheSenderSentWhenItsFirstLineContinuesOurField(String sent) throws Exception {
        int size = OWN.length() + sent.length() + 2;

        assertThat(read(OWN + sent + "\r\n").sizeAsSent(size)).isEqualTo(sent.length() + 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"From: a@b\r\n", "Received: from x by y\r\n", ""})
    void sizeAsSentShouldBeTheWholeSizeWhenNoFieldIsOurs(String header) throws Exception {
        assertThat(read(header + "\r\n").sizeAsSent(1000)).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"A: b\r\n", "A: b\r\n c\r\n", "x", " ", ":", "\t\r\n", "A: bbbbbbbbbbbbbbbbbbbbbbbbbbbb\r\n"})
    void readShouldStopAtTheLimitsHoweverLongTheHeaderIs(String again) {
        Endless endless = new Endless(again.getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> HeaderFields.read(endless))
                .isInstanceOfSatisfying(
                        HeaderLimitException.class,
                        e -> assertThat(e.refusal()).extracting("cause").hasToString("MALFORMED"));
        assertThat(endless.count).isLessThanOrEqualTo(HeaderFields.MAX_BYTES + 10);
    }

    @Test
    void readShouldTakeAHeaderAtTheLimits() throws Exception {
        assertThat(read("A: b\r\n".repeat(HeaderFields.MAX_FIELDS) + "\r\n").fields())
                .hasSize(HeaderFields.MAX_FIELDS);
        String largest = "A: " + "b".repeat(HeaderFields.MAX_BYTES - 5) + "\r\n";
        assertThat(read(largest + "\r\n").length()).isEqualTo(HeaderFields.MAX_BYTES);
    }

    /** The same octets again and again. */
    @SuppressWarnings("InputStreamSlowMultibyteRead")
    private static final class Endless extends InputStream {
        private final byte[] octets;
        private long count;

        Endless(byte[] octets) {
            this.octets = octets;
        }

        @Override
        public int read() {
            return octets[(int) (count++ % octets.length)];
        }
    }
}
