// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.door;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Received;
import org.mailgroups.e2e.harness.Reply;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.SmtpClient;

/** Messages that are refused for their form, whoever they are for. */
class FormIT {
    private static final String REST =
            "Subject: form\r\nDate: Tue, 03 Mar 2026 10:15:00 +0100\r\nMessage-ID: <form@client.test>\r\n";

    private final Organisation org = Organisation.on(SharedServer.besideWorld());
    private final String alice = org.user("alice");
    private final String bob = org.user("bob");
    private final String team = org.group("team", bob, alice);

    private static Reply send(SmtpClient client, String sender, String recipient, String message) {
        client.mail(sender);
        assertThat(client.rcpt(recipient).code()).isEqualTo(250);
        return client.data(message.getBytes(ISO_8859_1));
    }

    private String from() {
        return "From: " + alice + "\r\n";
    }

    /** A user's own mail and a group's are refused alike, from users and from strangers. */
    private void assertRefused(String answer, String message) {
        try (SmtpClient client = org.submission(alice)) {
            assertThat(send(client, alice, team, message).text()).startsWith(answer);
            assertThat(send(client, alice, bob, message).text()).startsWith(answer);
            assertThat(client.command("NOOP").code()).isEqualTo(250);
        }
        try (SmtpClient client = org.smtp()) {
            assertThat(send(client, "stranger@elsewhere.test", bob, message).text())
                    .startsWith(answer);
            Organisation.send(
                    client, "stranger@elsewhere.test", Letter.from("stranger@elsewhere.test", "after"), List.of(bob));
        }
        assertThat(org.inbox(bob).awaitOne().first("Subject")).contains("after");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No header at all, just this line.\r\n",
                "\r\nFrom: x@elsewhere.test\r\n\r\nHello.\r\n",
                "Subject: no author\r\n\r\nFrom: x@elsewhere.test\r\n",
                " From: x@elsewhere.test\r\n\r\nHello.\r\n",
                "From: x@elsewhere.test\r\nSubject: two\r\nfrom : y@elsewhere.test\r\n\r\nHello.\r\n"
            })
    void messageShouldBeRefusedWhenItHasNotOneFromField(String message) {
        assertRefused("554 5.6.0 ", message);
    }

    @Test
    void messageShouldBeRefusedWhenItsPartsAreNestedTooDeep() {
        StringBuilder nested = new StringBuilder(from() + REST + "MIME-Version: 1.0\r\n");
        for (int i = 0; i < 5000; i++) {
            nested.append("Content-Type: multipart/mixed; boundary=b" + i + "\r\n\r\n--b" + i + "\r\n");
        }
        assertRefused("554 5.6.0 ", nested + "\r\nAt the bottom.\r\n");
    }

    @Test
    void messageShouldBeRefusedWhenItHasTooManyParts() {
        assertRefused(
                "554 5.6.0 ",
                from() + REST + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\n\r\nx\r\n".repeat(2000)
                        + "--b--\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X: y\r\n", "X: y\r\n z\r\n", ":\r\n", "no colon\r\n"})
    void messageShouldBeRefusedWhenItsHeaderIsOverTheLimits(String field) {
        assertRefused("554 5.6.0 ", from() + field.repeat(2001) + "\r\nHello.\r\n");
        assertThat(org.inbox(alice).messages()).isEmpty();
    }

    @Test
    void messageShouldBeRefusedWhenItHasBeenThroughTooManyServers() {
        String received = "Received: from x by y; Tue, 03 Mar 2026 10:15:00 +0100\r\n";
        assertRefused("550 5.4.6 ", received.repeat(101) + from() + REST + "\r\nHello.\r\n");
    }

    @Test
    void messageShouldBeRefusedAsTooLargeWhenItsFirstLineContinuesOurOwnField() {
        org.change(team, Map.of("maxMessageBytes", 20_000));
        String message = " " + "a".repeat(198_000) + "\r\n" + from() + REST + "\r\nSmall body.\r\n";
        try (SmtpClient client = org.submission(alice)) {
            assertThat(send(client, alice, team, message).text()).startsWith("552 5.3.4 ");
            assertThat(client.command("NOOP").code()).isEqualTo(250);
            String inLines = " aaaaaaaaaa;\r\n".repeat(10_000) + from() + REST + "\r\nSmall body.\r\n";
            assertThat(send(client, alice, team, inLines).text()).startsWith("552 5.3.4 ");
            Organisation.send(client, alice, Letter.from(alice, "after").to(team), List.of(team));
        }
        assertThat(org.inbox(bob).awaitOne().first("Subject")).contains("after");
    }

    @Test
    void everyFieldShouldReachMembersWhenAMessageIsAHeaderOnly() {
        String message = from() + "To: " + team + "\r\n" + REST + "X-Last: this field is the last one\r\n";
        try (SmtpClient client = org.submission(alice)) {
            assertThat(send(client, alice, team, message).text()).startsWith("250 ");
        }
        Received received = org.inbox(bob).awaitOne();
        assertThat(received.first("Subject")).contains("form");
        assertThat(received.first("X-Last")).contains("this field is the last one");
    }

    /** The server has a heap that holds no message of this size. */
    @Test
    void serverShouldLiveWhenAStrangerSendsAHugeHeader() {
        try (ServerProcess server = Distribution.built()
                .server("small-heap", 1, Map.of("JAVA_OPTS", "-Xmx256m"))
                .start()) {
            Organisation small = Organisation.on(server);
            String user = small.user("user");
            for (String field : List.of("X: y\r\n", "X: y\r\n z\r\n", " z\r\n")) {
                try (SmtpClient client = small.smtp()) {
                    String message = "From: x@elsewhere.test\r\n" + field.repeat(10_000_000 / field.length());
                    assertThat(send(client, "x@elsewhere.test", user, message).text())
                            .startsWith("554 5.6.0 ");
                    Organisation.send(
                            client, "x@elsewhere.test", Letter.from("x@elsewhere.test", "after"), List.of(user));
                }
            }
            assertThat(small.inbox(user).await(3)).hasSize(3);
        }
    }
}
