// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.door;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Received;
import org.mailgroups.e2e.harness.Reply;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.SmtpSink;
import org.mailgroups.e2e.harness.Webadmin;

/** Messages that want to go in circles, to add fields to what members get, or to drown a group in reports. */
class MessageAttackIT {
    /** As many reports as a group takes in a minute. */
    private static final int REPORTS_PER_MINUTE = 300;

    /** A minute may end within the flood. */
    private static final int FLOOD = 2 * REPORTS_PER_MINUTE + 200;

    private final SmtpSink sink = SharedServer.sink();
    private Organisation org;
    private String alice;
    private String bob;
    private String far;
    private String team;

    @BeforeEach
    void found() {
        sink.reset();
        org = Organisation.on(SharedServer.besideSink());
        alice = org.user("alice");
        bob = org.user("bob");
        far = "far@" + org.domain() + ".example.net";
        team = org.group("team", alice, bob, far);
    }

    @AfterEach
    void reset() {
        sink.reset();
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 1000})
    void messageWithVeryManyReceivedFieldsShouldBeRefusedAtData(int count) {
        String hops = "Received: from a.example by b.example; Sat, 21 Nov 2026 10:00:00 +0000\r\n".repeat(count);
        byte[] message = (hops
                        + new String(
                                Letter.from(alice, "round and round").to(team).bytes(), US_ASCII))
                .getBytes(US_ASCII);

        try (SmtpClient client = org.submission(alice)) {
            client.mail(alice);
            assertThat(client.rcpt(team).code()).isEqualTo(250);
            assertThat(client.data(message).text()).startsWith("550 5.4.6");
        }
        org.awaitQuiet();
        assertThat(org.inbox(bob).messages()).isEmpty();
        assertThat(sink.deliveriesTo(far)).isEmpty();
    }

    /**
     * Line breaks that are hidden in encoded words come out when somebody decodes them, and writes what they say. All
     * are held together: the notice to the administrators waits until no message has come for some seconds.
     */
    @Test
    void lineBreaksInSubjectAndNameShouldAddNoField() {
        List<String> texts = List.of(
                "=?utf-8?B?eA0KWC1FdmlsOiAxDQoNCmJvZHk=?=",
                "=?utf-8?Q?x=0AX-Evil=3A_1=0DX-Evil=3A_2=E2=80=A8X-Evil=3A_3?=",
                "=?utf-8?Q?x=00=0D=0AX-Evil=3A_1=0D=0A=0D=0Abody?=");
        org.webadmin()
                .patch(
                        Webadmin.group(team),
                        Map.of(
                                "administrators",
                                List.of(bob),
                                "settings",
                                Map.of(
                                        "subjectPrefix", "[Team]",
                                        "fromRewrite", "always",
                                        "replyTo", "group",
                                        "moderation", "everyone")))
                .expect(200);
        try (SmtpClient client = org.submission(alice)) {
            texts.forEach(text -> sendWithNotify(client, text));
        }

        List<String> ids = new ArrayList<>();
        org.awaitHeld(team, texts.size())
                .forEach(held -> ids.add(held.path("id").asText()));
        Received notice = org.inbox(bob).awaitOne();
        ids.forEach(id -> org.webadmin()
                .post(Organisation.held(team, id) + "?action=approve", Map.of())
                .expect(204));
        int copies = texts.size();
        Awaitility.await("all copies elsewhere")
                .atMost(Duration.ofSeconds(90))
                .until(() -> sink.deliveriesTo(far).size() == copies);
        List<Received> elsewhere =
                sink.deliveriesTo(far).stream().map(SmtpSink.Delivery::received).toList();
        // The author gets a copy of each as well, and an answer to NOTIFY.
        List<Received> all = Stream.of(
                        List.of(notice),
                        elsewhere,
                        org.inbox(bob).await(1 + copies),
                        org.inbox(alice).await(2 * copies))
                .flatMap(List::stream)
                .toList();
        assertThat(all).allSatisfy(received -> {
            assertThat(received.all("X-Evil")).isEmpty();
            assertThat(received.all("Subject")).hasSize(1);
            assertThat(received.all("From")).hasSize(1);
            assertThat(received.raw().lines()).noneMatch(line -> line.startsWith("X-Evil"));
        });
        assertThat(elsewhere).allSatisfy(received -> {
            assertThat(received.bodyText()).isEqualTo("Hello.\r\n");
            assertThat(received.all("From")).singleElement().asString().endsWith('<' + team + '>');
        });
    }

    private void sendWithNotify(SmtpClient client, String text) {
        byte[] message = ("From: " + text + " <" + alice + ">\r\nTo: <" + team + ">\r\nSubject: " + text
                        + "\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nMessage-ID: <" + text.hashCode()
                        + "@client.test>\r\n\r\nHello.\r\n")
                .getBytes(US_ASCII);
        client.mail(alice);
        assertThat(client.command("RCPT TO:<" + team + "> NOTIFY=SUCCESS").code())
                .isEqualTo(250);
        assertThat(client.data(message).code()).isEqualTo(250);
    }

    /** Somebody has the return path of a copy, and sends reports to it as fast as the server takes them. */
    @Test
    void floodOfReportsShouldBeBoundedAndReachNobody() {
        org.send(alice, Letter.from(alice, "the first").to(team), team);
        String returnPath = sink.awaitOne(far).sender();
        org.inbox(bob).awaitOne();
        org.awaitSettled();
        byte[] report = ("From: MAILER-DAEMON@mx.far\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
                        + "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n"
                        + "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.far\r\n\r\n"
                        + "Final-Recipient: rfc822; " + far + "\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n")
                .getBytes(US_ASCII);

        int taken = 0;
        try (SmtpClient client = org.smtp()) {
            for (int i = 0; i < FLOOD; i++) {
                client.mail("");
                Reply reply = client.rcpt(returnPath);
                if (reply.code() == 250) {
                    assertThat(client.data(report).code()).isEqualTo(250);
                    taken++;
                } else {
                    assertThat(reply.text()).startsWith("452 4.3.2");
                    client.command("RSET");
                }
            }
        }

        assertThat(taken).isBetween(REPORTS_PER_MINUTE, 2 * REPORTS_PER_MINUTE);
        org.awaitQuiet();
        assertThat(org.webadmin()
                        .get(Webadmin.group(team) + "/bounces")
                        .expect(200)
                        .json()
                        .path("items"))
                .singleElement()
                .satisfies(member -> {
                    assertThat(member.path("count").asInt()).isEqualTo(1);
                    assertThat(member.path("suspended").asBoolean()).isFalse();
                });
        org.send(alice, Letter.from(alice, "the second").to(team), team);
        assertThat(org.inbox(bob).await(2)).hasSize(2);
        assertThat(sink.deliveriesTo(far)).extracting(SmtpSink.Delivery::sender).doesNotContain("");
    }
}
