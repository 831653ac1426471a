// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmtpSinkTest {
    private SmtpSink sink;
    private SmtpClient client;

    @BeforeEach
    void connect() {
        sink = SmtpSink.start();
        client = SmtpClient.connect(sink.port());
    }

    @AfterEach
    void disconnect() {
        client.close();
        sink.close();
    }

    @Test
    void dataShouldReturnTheSameOctetsWhenLinesBeginWithDots() {
        byte[] message = Letter.from("a@x.test", "dots")
                .body(".\r\n..\r\n.a\r\n\r\n.\r\n end\r\n")
                .bytes();
        client.mail("a@x.test");
        client.rcpt("B@y.test");

        assertThat(client.data(message).code()).isEqualTo(250);

        assertThat(sink.deliveries()).singleElement().satisfies(delivery -> {
            assertThat(delivery.received().octets()).isEqualTo(message);
            assertThat(delivery.bytes()).isEqualTo(message.length);
            assertThat(delivery.recipients()).containsExactly("b@y.test");
            assertThat(delivery.sender()).isEqualTo("a@x.test");
        });
    }

    @Test
    void copiesShouldCountEveryAcceptedRecipientWhenOneIsRejected() {
        sink.answerRcptWith(recipient -> recipient.startsWith("bad") ? "550 5.1.1 No" : "250 Ok");

        List<Reply> replies = client.pipeline(List.of(
                "MAIL FROM:<a@x.test>", "RCPT TO:<one@y.test>", "RCPT TO:<bad@y.test>", "RCPT TO:<two@y.test>"));
        client.data(Letter.from("a@x.test", "one of three is bad").bytes());

        assertThat(replies).extracting(Reply::code).containsExactly(250, 250, 550, 250);
        assertThat(sink.copies()).containsOnlyKeys("one@y.test", "two@y.test").containsValues(1L, 1L);
        assertThat(sink.acceptedCopies()).isEqualTo(2);
    }

    @Test
    void rcptShouldFailWhenAddressNeedsSmtputf8() {
        client.mail("a@x.test");

        assertThat(client.rcpt("jürgen@y.test").code()).isEqualTo(553);

        sink.offerSmtputf8(true);
        assertThat(client.rcpt("jürgen@y.test").code()).isEqualTo(250);
    }

    @Test
    void dataShouldBeRefusedWhenNoRecipientWasAccepted() {
        client.mail("a@x.test");

        assertThat(client.data(new byte[0]).code()).isEqualTo(554);
        assertThat(sink.deliveries()).isEmpty();
    }
}
