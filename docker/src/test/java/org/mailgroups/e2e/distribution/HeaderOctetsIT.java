// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.distribution;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Received;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.SmtpSink;
import org.mailgroups.e2e.harness.Webadmin;

/** Octets beyond ASCII in header fields arrive as they were sent, on every way that mail takes. */
class HeaderOctetsIT {
    private static final String STRANGER = "eve@elsewhere.test";

    private final SmtpSink sink = SharedServer.sink();
    private Organisation org;
    private String alice;
    private String external;

    @BeforeEach
    void found() {
        sink.reset();
        org = Organisation.on(SharedServer.besideSink());
        alice = org.user("alice");
        external = "member@" + org.domain() + ".example.net";
    }

    @AfterEach
    void reset() {
        sink.reset();
    }

    private static byte[] message(Charset charset) {
        String header = String.join(
                "\r\n",
                "From: José Niño <" + STRANGER + ">",
                "To: \"Müller, Jörg\" <team@example.test>,",
                " Ñandú <other@example.test>",
                "Subject: Reunión del año: ¿mañana",
                "\ta las diez?",
                "Date: Tue, 03 Mar 2026 10:15:00 +0100",
                "Message-ID: <raw@elsewhere.test>",
                "X-Unknown: é",
                "x-unknown: è",
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8; name=\"año.txt\"",
                "Content-Transfer-Encoding: 8bit",
                "",
                "Mañana.",
                "");
        return header.getBytes(charset);
    }

    /** Sends the octets with 8BITMIME, as the stranger or as alice. */
    private void send(boolean authenticated, byte[] message, String... recipients) {
        try (SmtpClient client = authenticated ? org.submission(alice) : org.smtp()) {
            String sender = authenticated ? alice : STRANGER;
            assertThat(client.mail(sender, "BODY=8BITMIME").code()).isEqualTo(250);
            for (String recipient : recipients) {
                assertThat(client.rcpt(recipient).code()).isEqualTo(250);
            }
            assertThat(client.data(message).code()).isEqualTo(250);
        }
    }

    /** James puts MIME-Version in front when a mailet has changed a field. */
    private static void assertSame(byte[] sent, Received received) {
        assertThat(withoutVersion(received.raw())).endsWith(withoutVersion(new String(sent, ISO_8859_1)));
    }

    private static String withoutVersion(String message) {
        return message.replace("MIME-Version: 1.0\r\n", "");
    }

    private void assertEveryoneHasSame(byte[] sent) {
        assertSame(sent, org.inbox(alice).awaitOne());
        org.awaitQuiet();
        assertThat(sink.deliveriesTo(external)).hasSize(1);
        assertSame(sent, sink.deliveriesTo(external).get(0).received());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1"})
    void membersOfAGroupShouldGetTheOctetsThatWereSent(Charset charset) {
        String team = org.openGroup("team", alice, external);
        byte[] sent = message(charset);

        send(false, sent, team);

        assertEveryoneHasSame(sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1"})
    void membersShouldGetTheOctetsThatWereSentWhenTheMessageWasApproved(Charset charset) {
        String team = org.openGroup("team", alice, external);
        org.change(team, Map.of("moderation", "everyone"));
        byte[] sent = message(charset);
        send(false, sent, team);

        String id = org.awaitHeld(team, 1).get(0).path("id").asText();
        org.webadmin()
                .call("POST", Organisation.held(team, id) + "?action=approve", Optional.empty(), Map.of())
                .expect(204);

        assertEveryoneHasSame(sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1"})
    void usersOwnMailShouldKeepItsOctets(Charset charset) {
        byte[] sent = message(charset);

        send(true, sent, alice, external);

        assertEveryoneHasSame(sent);
    }

    @Test
    void mailBehindAnAliasShouldKeepItsOctets() {
        String sales = org.address("sales");
        org.alias(sales, alice);
        byte[] sent = message(UTF_8);

        // James' RecipientRewriteTable splits the mail.
        send(true, sent, sales, external);

        assertEveryoneHasSame(sent);
    }

    @Test
    void everyOctetBeyondAsciiShouldStay() {
        StringBuilder values = new StringBuilder();
        IntStream.range(128, 256).forEach(octet -> values.append("X-Octet-")
                .append(octet)
                .append(": ")
                .append((char) octet)
                .append("\r\n"));
        byte[] sent =
                ("From: <" + STRANGER + ">\r\n" + values + "Subject: octets\r\n\r\nHello.\r\n").getBytes(ISO_8859_1);
        String team = org.openGroup("team", alice, external);

        send(false, sent, team);

        assertEveryoneHasSame(sent);
    }

    @Test
    void mailThatWasSetAsideShouldKeepItsOctetsWhenItIsSentAgain() {
        byte[] sent = message(UTF_8);
        String late = org.address("late");
        // Nobody has this address yet, so the mail of an alias to it is set aside.
        org.alias(org.address("sales"), late);
        int before = org.webadmin().repositorySize("var/mail/address-error");
        send(false, sent, org.address("sales"));
        org.awaitQuiet();
        List<String> keys = org.webadmin().repositoryKeys("var/mail/address-error");
        assertThat(keys).hasSize(before + 1);

        org.user("late");
        String key = keys.stream()
                .filter(name -> org.webadmin()
                        .repositoryMail("var/mail/address-error", name)
                        .toString()
                        .contains(late))
                .findFirst()
                .orElseThrow();
        org.webadmin()
                .call(
                        "PATCH",
                        "/mailRepositories/var%2Fmail%2Faddress-error/mails/" + Webadmin.encode(key)
                                + "?action=reprocess&queue=spool&processor=root",
                        Optional.empty(),
                        Map.of())
                .expect(201);

        assertSame(sent, org.inbox(late).awaitOne());
    }
}
