// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.door;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Reply;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.SmtpClient;

/** Long lines, broken line ends, and what they might smuggle. */
class LineIT {
    private static final int ALL_AT_ONCE = 1 << 20;
    private static final int MAX_LINE_BYTES = 1 << 20;
    private static final String FAR = "far@elsewhere.test";

    private Organisation org;
    private String alice;
    private String bob;
    private String team;

    @BeforeEach
    void found() {
        org = Organisation.on(SharedServer.besideWorld());
        alice = org.user("alice");
        bob = org.user("bob");
        team = org.group("team", bob, org.domain() + FAR);
    }

    private String header(String to) {
        return "From: Alice <" + alice + ">\r\nTo: " + to + "\r\nSubject: lines\r\nMessage-ID: <1@client.test>\r\n"
                + "Date: Tue, 03 Mar 2026 10:15:00 +0100\r\n";
    }

    private Reply send(SmtpClient client, String message, int piece) {
        client.mail(alice);
        client.rcpt(team);
        assertThat(client.command("DATA").code()).isEqualTo(354);
        client.write((message + ".\r\n").getBytes(ISO_8859_1), piece);
        return client.read();
    }

    private void assertTakenAsItIs(String message, int piece) {
        try (SmtpClient client = org.submission(alice)) {
            assertThat(send(client, message, piece).text()).startsWith("250 ");
            assertThat(client.command("NOOP").text()).startsWith("250 2.0.0 OK");
        }
        assertThat(org.inbox(bob).awaitOne().raw()).endsWith(message);
        // The world outside keeps messages without their last line end.
        assertThat(SharedServer.world().awaitOne(org.domain() + FAR).raw()).endsWith(message.stripTrailing());
    }

    @ParameterizedTest
    @CsvSource({"9000, 1048576", "9000, 100", "8192, 100", "8191, 100", "20000, 8191"})
    void longLineOfTheBodyShouldReachMembersAsItIs(int length, int piece) {
        String longLine = "<p>" + "x".repeat(length) + "</p>";

        assertTakenAsItIs(header(team) + "\r\nbefore\r\n" + longLine + "\r\nafter\r\n", piece);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, ALL_AT_ONCE})
    void longLineOfTheHeaderShouldReachMembersAsItIs(int piece) {
        String guests = IntStream.range(0, 1200)
                .mapToObj(i -> "guest" + i + "@elsewhere.example")
                .collect(Collectors.joining(", "));

        assertTakenAsItIs(header(team + ", " + guests) + "\r\nHello.\r\n", piece);
    }

    @Test
    void lineAtTheLimitShouldBeTaken() {
        try (SmtpClient client = org.submission(alice)) {
            String line = "y".repeat(MAX_LINE_BYTES - 2) + "\r\n";
            assertThat(send(client, header(team) + "\r\n" + line, ALL_AT_ONCE).text())
                    .startsWith("250 ");
        }
        assertThat(org.inbox(bob).awaitOne().body()).hasSize(MAX_LINE_BYTES);
    }

    @ParameterizedTest
    @CsvSource({"1048577, 1048576", "1048577, 1000", "3000000, 65536"})
    void messageShouldGetOneAnswerAndGoNowhereWhenALineIsOverTheLimit(int length, int piece) {
        assertRefused(header(team) + "\r\nbefore\r\n" + "z".repeat(length - 2) + "\r\nafter\r\n", piece);
        assertRefused(header("x".repeat(length)) + "\r\nafter\r\n", piece);
    }

    /** The first is a message of two in the eyes of a server that takes LF for the end of a line. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "one\ntwo\n.\nMAIL FROM:<mallory@example.org>\nRCPT TO:<TEAM>\nDATA\nFrom: x\n\nsmuggled\r\nt\rr\r\n",
                "one\n.\r\nMAIL FROM:<ALICE>\r\nRCPT TO:<TEAM>\r\nDATA\r\nFrom: ALICE\r\n\r\nsmuggled\r\n",
                "one\r.\r\r\nMAIL FROM:<ALICE>\r\n",
                "one\r\n.\nMAIL FROM:<ALICE>\nRCPT TO:<TEAM>\nDATA\nsmuggled\r\n",
                "one\r\n.\r\r\nMAIL FROM:<ALICE>\r\n",
                "one\r.\rMAIL FROM:<ALICE>\r\n",
                "one\rtwo\r\n",
                "one\r\r\n",
                "one\n\r\n",
                "one\0two\r\n"
            })
    void messageShouldGetOneAnswerAndGoNowhereWhenItsLineEndsAreBroken(String body) {
        String own = body.replace("TEAM", team).replace("ALICE", alice);
        assertRefused(header(team) + "\r\n" + own, ALL_AT_ONCE);
        assertRefused(header(team) + "\r\n" + own, 3);
        assertRefused(header(team).replace("Subject: lines\r\n", "Subject: lines\n") + "\r\nx\r\n", ALL_AT_ONCE);
    }

    private void assertRefused(String message, int piece) {
        int before = org.inbox(bob).messages().size();
        try (SmtpClient client = org.submission(alice)) {
            assertThat(send(client, message, piece).text()).startsWith("554 5.6.0 ");
            assertThat(client.command("NOOP").text()).startsWith("250 2.0.0 OK");
            Organisation.send(client, alice, Letter.from(alice, "after").to(bob), List.of(bob));
        }
        assertThat(org.inbox(bob).await(before + 1)).hasSize(before + 1).last().satisfies(last -> assertThat(
                        last.first("Subject"))
                .contains("after"));
    }

    @Test
    void commandShouldGetOneAnswerWhenItIsTooLongOrHasControlCharacters() {
        try (SmtpClient client = org.submission(alice)) {
            for (String command : List.of(
                    "NOOP " + "x".repeat(2100),
                    "x".repeat(300_000),
                    "MAIL FROM:<" + "a".repeat(13_000) + ">",
                    "NO\rOP",
                    "NOOP \0",
                    "EHLO a\rReceived: forged")) {
                client.write((command + "\r\nNOOP\r\n").getBytes(US_ASCII), 1000);
                assertThat(client.read().text()).startsWith("500 5.5.2 ");
                assertThat(client.read().text()).startsWith("250 2.0.0 OK");
            }
            Organisation.send(client, alice, Letter.from(alice, "after").to(bob), List.of(bob));
        }
        assertThat(org.inbox(bob).awaitOne().first("Subject")).contains("after");
    }

    @Test
    void textThatLooksLikeCommandsShouldReachMembersAsItIs() {
        String message = header(team) + "\r\nEHLO client\r\nSTARTTLS\r\nstarttls please\r\n.\r\n..two\r\nQUIT\r\n"
                + ".".repeat(20_000) + "\r\n";
        try (SmtpClient client = org.submission(alice)) {
            client.mail(alice);
            client.rcpt(team);
            assertThat(client.data(message.getBytes(US_ASCII)).text()).startsWith("250 ");
        }
        assertThat(org.inbox(bob).awaitOne().raw()).endsWith(message);
    }

    @Test
    void nothingThatCameBeforeTlsShouldCountAfterwards() {
        for (String injected : List.of("STARTTLS\r\nRSET\r\n", "STARTTLS\r\nRS")) {
            try (SmtpClient client =
                    SmtpClient.connect(SharedServer.besideWorld().ports().submission())) {
                client.write(injected.getBytes(US_ASCII), ALL_AT_ONCE);
                assertThat(client.read().code()).isIn(220, 451);
                assertThat(client.isClosedByServer()).isTrue();
            }
        }
    }
}
