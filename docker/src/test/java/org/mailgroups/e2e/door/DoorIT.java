// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Reply;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.SmtpSink;

/** How the server names itself, who is its postmaster, and who may log in or send without a sender. */
class DoorIT {
    private static final String NAME = "mail.ours.test";

    private static SmtpSink sink;
    private static ServerProcess server;

    private final Organisation org = Organisation.on(server);
    private final String alice = org.user("alice");
    private final String bob = org.user("bob");

    @BeforeAll
    static void start() {
        sink = SmtpSink.start();
        server = Distribution.built()
                .server("door", sink.port(), Map.of("SERVER_NAME", NAME))
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
        sink.close();
    }

    @Test
    void serverShouldSayItsNameToClientsAndToServers() {
        for (int port : List.of(server.ports().smtp(), server.ports().submission())) {
            try (SmtpClient client = SmtpClient.connect(port)) {
                assertThat(client.greeting().text()).startsWith("220 " + NAME + " ESMTP");
                assertThat(client.capabilities().get(0)).startsWith(NAME + " Hello client.test");
            }
        }
        org.send(alice, Letter.from(alice, "out"), "far@elsewhere.test");

        Awaitility.await().until(() -> sink.copies().containsKey("far@elsewhere.test"));
        assertThat(sink.names()).containsExactly(NAME);
    }

    @Test
    void portForServersShouldTakeNoPassword() {
        try (SmtpClient client = org.smtp()) {
            assertThat(client.capabilities()).noneMatch(line -> line.startsWith("AUTH"));
            for (String command : List.of("AUTH PLAIN", "AUTH LOGIN", "AUTH PLAIN AGFsaWNlAHNlY3JldA==", "auth x")) {
                assertThat(client.command(command).text()).startsWith("503 5.5.1 ");
            }
            assertThat(client.authenticate(alice, "secret").code()).isEqualTo(503);
            // Who does not authenticate is still kept from our own addresses, and from other people's servers.
            assertThat(client.mail("x@elsewhere.test").code()).isEqualTo(250);
            assertThat(client.rcpt("y@elsewhere.test").isPermanentFailure()).isTrue();
            client.command("RSET");
            assertThat(client.mail(alice).isPermanentFailure()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postmaster@OURS", "PostMaster@OURS"})
    void mailToThePostmasterOfADomainShouldReachTheUserOfThisName(String recipient) {
        sendFromOutside(recipient.replace("OURS", org.domain()));

        org.inbox(org.address("postmaster")).awaitOne();
    }

    @Test
    void mailToThePostmasterShouldBeSetAsideWhenThereIsNone() {
        org.webadmin().delete("/users/" + org.address("postmaster"));
        int before = setAside();

        sendFromOutside(org.address("postmaster"));
        sendFromOutside("postmaster");

        Awaitility.await().until(() -> setAside() == before + 2);
        assertThat(org.webadmin().get("/healthcheck").expect(200).body())
                .contains("mail to the postmaster is set aside")
                .doesNotContain("@");
        assertThat(org.rcpt(org.address("abuse")).code()).isEqualTo(550);
        assertThat(org.rcpt("postmaster@elsewhere.test").code()).isEqualTo(550);
    }

    private void sendFromOutside(String recipient) {
        try (SmtpClient client = org.smtp()) {
            String sender = "x@elsewhere.test";
            Organisation.send(client, sender, Letter.from(sender, "to the postmaster"), List.of(recipient));
        }
    }

    private int setAside() {
        return org.webadmin().repositorySize("var/mail/postmaster");
    }

    @Test
    void userShouldSendAReadReceiptWithoutASender() {
        try (SmtpClient client = org.submission(alice)) {
            Organisation.send(client, "", Letter.from(alice, "Read: report"), List.of(bob));
        }
        assertThat(org.inbox(bob).awaitOne().first("Return-Path")).contains("<>");
    }

    @Test
    void userShouldNotWriteAsAnotherWithoutASender() {
        String group = org.openGroup("open", bob);
        try (SmtpClient client = org.submission(alice)) {
            for (String from : List.of(
                    bob,
                    "x@elsewhere.test",
                    alice + ", " + bob,
                    "us: " + alice + ", " + bob + ";",
                    "us:;",
                    "<>",
                    "alice",
                    bob + " <" + bob + ">",
                    "\"" + alice + "\" <" + bob + ">")) {
                client.mail("");
                assertThat(client.rcpt(bob).code()).isEqualTo(250);
                Reply reply = client.data(("From: " + from + "\r\nSubject: x\r\n\r\nHello.\r\n").getBytes(UTF_8));
                assertThat(reply.isPermanentFailure()).as(from + ": " + reply).isTrue();
            }
            client.mail("");
            assertThat(client.rcpt(group).isPermanentFailure()).isTrue();
            client.command("RSET");
            assertThat(client.mail(bob).isPermanentFailure()).isTrue();
        }
        org.awaitQuiet();
        assertThat(org.inbox(bob).messages()).isEmpty();
    }
}
