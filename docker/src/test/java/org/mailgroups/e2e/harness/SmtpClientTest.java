// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmtpClientTest {
    private GreenMail greenMail;

    @BeforeEach
    void start() {
        greenMail = new GreenMail(new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP)
        });
        greenMail.start();
        greenMail.setUser("bob@y.test", "bob@y.test", "secret");
    }

    @AfterEach
    void stop() {
        greenMail.stop();
    }

    @Test
    void dataShouldArriveInTheMailboxWhenAnotherServerReadsIt() {
        byte[] message = Letter.from("a@x.test", "hello")
                .to("bob@y.test")
                .body(".one\r\ntwo\r\n")
                .bytes();
        try (SmtpClient client = SmtpClient.connect(greenMail.getSmtp().getPort())) {
            client.authenticate("bob@y.test", "secret");
            client.mail("a@x.test");
            client.rcpt("bob@y.test");
            assertThat(client.data(message).code()).isEqualTo(250);
        }

        Received received = new Mailbox(greenMail.getImap().getPort(), "bob@y.test", "secret").awaitOne();

        assertThat(received.first("Subject")).contains("hello");
        assertThat(received.bodyText().strip()).isEqualTo(".one\r\ntwo");
    }

    @Test
    void authenticateShouldFailWhenThePasswordIsWrong() {
        try (SmtpClient client = SmtpClient.connect(greenMail.getSmtp().getPort())) {
            assertThat(client.authenticate("bob@y.test", "wrong").code()).isEqualTo(535);
        }
    }
}
