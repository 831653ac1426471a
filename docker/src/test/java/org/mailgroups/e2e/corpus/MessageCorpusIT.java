// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mailgroups.e2e.corpus.Cases.file;
import static org.mailgroups.e2e.corpus.Cases.lines;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Mailbox;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Received;
import org.mailgroups.e2e.harness.Reply;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.SmtpSink;
import org.mailgroups.e2e.harness.Webadmin;

/** Odd messages. Their organisation has alice, bob and carol, and a friend elsewhere. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MessageCorpusIT {
    private static final String TEAM = "team@example.org";
    private static final String FRIEND = "friend@elsewhere.example";
    private static final String PASSWORD = "secret";

    private static SmtpSink sink;
    private static ServerProcess server;
    private static Webadmin webadmin;

    @BeforeAll
    static void start() {
        sink = SmtpSink.start();
        server = Distribution.built().server("corpus", sink.port()).start();
        webadmin = Webadmin.of(server);
        webadmin.createDomain("example.org");
        for (String user : List.of("alice", "bob", "carol")) {
            webadmin.createUser(user + "@example.org", PASSWORD);
        }
        webadmin.createGroup(
                TEAM,
                "Team",
                "carol@example.org",
                List.of("alice@example.org", "bob@example.org", "carol@example.org", FRIEND));
    }

    @AfterAll
    static void stop() {
        server.close();
        sink.close();
    }

    @BeforeEach
    void reset() {
        sink.reset();
        // Alice writes more than the storm guard lets through in a minute.
        settings(Map.of("senders", "internal", "moderation", "none", "maxPerSenderPerMinute", 0));
    }

    private static void settings(Map<String, ?> settings) {
        webadmin.patch(Webadmin.group(TEAM), Map.of("settings", settings)).expect(200);
    }

    /**
     * Sends as a user over the submission port, or as a stranger over port 25, and checks that NOOP is answered after.
     */
    private static Reply send(String user, byte[] message) {
        return send(user, TEAM, message);
    }

    private static Reply send(String user, String group, byte[] message) {
        try (SmtpClient client = SmtpClient.connect(
                user == null ? server.ports().smtp() : server.ports().submission())) {
            if (user != null) {
                assertThat(client.authenticate(user, PASSWORD).code()).isEqualTo(235);
            }
            client.mail(user == null ? "eve@elsewhere.example" : user, "BODY=8BITMIME");
            assertThat(client.rcpt(group).code()).isEqualTo(250);
            Reply reply = client.data(message);
            assertThat(client.command("NOOP").code()).isEqualTo(250);
            return reply;
        }
    }

    private static Received friendsCopy() {
        return sink.awaitOne(FRIEND).received();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-long-line.eml",
                "02-unfolded-to.eml",
                "21-header-only.eml",
                "34-starttls-in-body.eml",
                "35-invite.eml",
                "05-raw-utf8-subject.eml",
                "05-raw-latin1-subject.eml",
                "36-pgp-signed.eml"
            })
    void copyShouldBeEqualToTheFile(String name) {
        byte[] message = file(name);
        boolean fromOutside = new String(message, ISO_8859_1).contains("eve@elsewhere.example");
        settings(Map.of("senders", "anyone"));

        assertThat(send(fromOutside ? null : "alice@example.org", message).code())
                .isEqualTo(250);

        String sent = new String(message, ISO_8859_1);
        assertThat(friendsCopy().raw().stripTrailing()).endsWith(sent.stripTrailing());
        Mailbox bob = new Mailbox(server.ports().imap(), "bob@example.org", PASSWORD);
        Awaitility.await("the copy of a local member").untilAsserted(() -> assertThat(bob.messages())
                .anySatisfy(
                        received -> assertThat(received.raw().stripTrailing()).endsWith(sent.stripTrailing())));
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void copyShouldBeEqualToTheFileWhenTheServerTakesSevenBitsAlone() {
        takeSevenBitsAlone();

        assertThat(send("alice@example.org", file("08a-mime-version-comment.eml"))
                        .code())
                .isEqualTo(250);

        String sent = new String(file("08a-mime-version-comment.eml"), ISO_8859_1);
        assertThat(friendsCopy().raw().stripTrailing()).endsWith(sent.stripTrailing());
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void copyShouldFailForTheMemberWhenItIsSignedAndTheServerTakesSevenBitsAlone() {
        takeSevenBitsAlone();

        assertThat(send("alice@example.org", file("08b-smime-8bit.eml")).code()).isEqualTo(250);

        Awaitility.await("the outcome of the member").untilAsserted(() -> assertThat(recipient(FRIEND))
                .contains("\"failed\"", "5.6.3 the server takes no octets above 127", "signed or encrypted"));
        assertThat(sink.deliveriesTo(FRIEND)).isEmpty();
    }

    /**
     * The server learns what another one can when it connects: so the connections of earlier messages end. It remembers
     * that for later ones, so these tests come last.
     */
    private static void takeSevenBitsAlone() {
        sink.has(SmtpSink.Flaw.NO_8BITMIME);
        sink.endConnections();
    }

    /** Returns what HTTP says about a recipient of the newest posting. */
    private static String recipient(String address) {
        String postings = Webadmin.group(TEAM) + "/postings";
        String id = webadmin.get(postings).expect(200).json().at("/items/0/id").asText();
        return webadmin.get(postings + '/' + id + "/recipients?q=" + Webadmin.encode(address))
                .expect(200)
                .body();
    }

    @ParameterizedTest
    @ValueSource(strings = {"05-raw-utf8-subject.eml", "05-raw-latin1-subject.eml", "06-split-encoded-word.eml"})
    void heldMessageShouldBeLegibleAndEqualAfterApproval(String name) {
        settings(Map.of("senders", "members", "moderation", "outsiders"));
        String subject =
                switch (name) {
                    case "05-raw-utf8-subject.eml" -> "Reuni\u00f3n del a\u00f1o: \u00bfma\u00f1ana a las 10 \u20ac?";
                    case "05-raw-latin1-subject.eml" -> "A\u00f1o nuevo";
                    default -> "Acta de la reuni\u00f3n de administraci\u00f3n y a\u00f1o nuevo";
                };

        assertThat(send(null, file(name)).code()).isEqualTo(250);

        JsonNode held = Organisation.on(server, webadmin).awaitHeld(TEAM, 1).get(0);
        assertThat(held.get("subject").asText()).isEqualTo(subject);
        webadmin.post(Organisation.held(TEAM, held.get("id").asText()) + "?action=approve", Map.of())
                .expect(204);
        assertThat(friendsCopy().raw().stripTrailing()).endsWith(new String(file(name), ISO_8859_1).stripTrailing());
    }

    /** A line of 34 kB comes in small pieces, as it does over a slow network. */
    @Test
    void copyShouldBeEqualWhenTheMessageComesInPieces() {
        byte[] message = file("02-unfolded-to.eml");
        try (SmtpClient client = SmtpClient.connect(server.ports().submission())) {
            client.authenticate("alice@example.org", PASSWORD);
            client.mail("alice@example.org");
            client.rcpt(TEAM);
            client.command("DATA");
            client.write(message, 100);
            assertThat(client.command(".").code()).isEqualTo(250);
            assertThat(client.command("NOOP").code()).isEqualTo(250);
        }
        assertThat(friendsCopy().raw()).endsWith(new String(message, ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"09b-auto-generated.eml", "11-resent.eml"})
    void messageShouldBeDistributed(String name) {
        String user = name.startsWith("09") ? "bob@example.org" : "alice@example.org";

        assertThat(send(user, file(name)).code()).isEqualTo(250);

        assertThat(friendsCopy().raw()).contains(name.startsWith("09") ? "All jobs done." : "The agenda again.");
    }

    @Test
    void submissionWithoutMessageIdAndDateShouldGetOneOfEachForAllCopies() {
        String large = "large@example.org";
        List<String> members = new ArrayList<>(List.of("bob@example.org"));
        IntStream.range(0, 150).forEach(i -> members.add("m" + i + "@two" + i % 2 + ".example"));
        webadmin.createGroup(large, "Large", "carol@example.org", members);
        byte[] scan = new String(file("13-no-ids.eml"), ISO_8859_1)
                .replace("scanner@", "alice@")
                .getBytes(ISO_8859_1);

        assertThat(send("alice@example.org", large, scan).code()).isEqualTo(250);

        Awaitility.await("the copies").untilAsserted(() -> assertThat(
                        sink.deliveries().stream().flatMap(delivery -> delivery.recipients().stream()))
                .hasSize(150));
        Mailbox bob = new Mailbox(server.ports().imap(), "bob@example.org", PASSWORD);
        Received here = Awaitility.await("the copy of a local member")
                .until(
                        () -> bob.messages().stream()
                                .filter(received -> received.all("Subject").contains("scan"))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        assertThat(here.all("Message-ID")).singleElement().asString().matches("<[^<>@\\s]+@example\\.org>");
        assertThat(here.all("Date")).hasSize(1);
        assertThat(sink.deliveries()).allSatisfy(delivery -> assertThat(List.of("Message-ID", "Date"))
                .allSatisfy(name -> assertThat(delivery.received().all(name)).isEqualTo(here.all(name))));
    }

    @Test
    void automaticReplyShouldBeRefused() {
        assertRefused(send("bob@example.org", file("09-auto-reply.eml")), "550", "5.7.1");
    }

    @Test
    void messageThatBeginsWithAContinuationShouldNotHideItsSize() {
        String small = "small@example.org";
        webadmin.createGroup(small, "Small", "carol@example.org", List.of(FRIEND));
        webadmin.patch(Webadmin.group(small), Map.of("settings", Map.of("maxMessageBytes", 20_000)))
                .expect(200);

        assertRefused(send("alice@example.org", small, file("04-leading-continuation.eml")), "552", "5.3.4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"21b-body-only.eml", "22-nested-mime.eml"})
    void messageWithoutAReadableFormShouldBeRefused(String name) {
        assertRefused(send("alice@example.org", file(name)), "554", "5.6.0");
    }

    @Test
    void bareLineFeedsShouldSmuggleNothing() {
        try (SmtpClient client = SmtpClient.connect(server.ports().submission())) {
            client.authenticate("alice@example.org", PASSWORD);
            client.mail("alice@example.org");
            client.rcpt(TEAM);
            assertThat(client.command("DATA").code()).isEqualTo(354);
            client.write(file("23-bare-lf.eml"), Integer.MAX_VALUE);
            Reply reply = client.command("\r\n.");
            assertThat(client.command("NOOP").code()).isEqualTo(250);
            if (reply.isPositive()) {
                assertThat(friendsCopy().raw().replace("\r\n", "")).doesNotContain("\n");
            }
        }
        Organisation.on(server, webadmin).awaitQuiet();
        assertThat(sink.deliveries())
                .noneMatch(
                        delivery -> delivery.received().first("From").orElse("").contains("mallory"));
    }

    @Test
    void copiesShouldNotSayThatOurServerHasVerifiedTheMessage() {
        settings(Map.of("senders", "anyone"));

        assertThat(send(null, file("31-forged-auth-results.eml")).code()).isEqualTo(250);

        assertThat(friendsCopy().fields())
                .extracting(Received.Field::name)
                .contains("Message-ID")
                .doesNotContain("Authentication-Results", "Received-SPF");
    }

    @Test
    void copiesShouldAskForNoReceipts() {
        assertThat(send("alice@example.org", file("32-read-receipt.eml")).code())
                .isEqualTo(250);

        assertThat(friendsCopy().fields())
                .extracting(Received.Field::name)
                .contains("Message-ID")
                .doesNotContain("Disposition-Notification-To", "Return-Receipt-To", "X-Confirm-Reading-To");
    }

    private static Stream<String> fromForms() {
        return lines("19-from-forms.txt", UTF_8).stream().filter(line -> !line.startsWith("#"));
    }

    /** The two forms that the list calls invalid may be refused as well, with a clear answer. */
    @ParameterizedTest
    @MethodSource("fromForms")
    void fromShouldBeTakenOrRefusedAsTheListSays(String line) {
        String[] cells = line.split(" \\| ", 2);
        String field = cells[1].replaceAll("  +\\(.*", "").replace("\\n", "\r\n");
        String header = field.startsWith("(no From") ? "" : field + "\r\n";
        String message =
                header + "To: " + TEAM + "\r\nSubject: form\r\nMessage-ID: <form@example.org>\r\n\r\nHello\r\n";

        Reply reply = send("alice@example.org", message.getBytes(UTF_8));

        assertThat(reply.isPositive())
                .as(reply.toString())
                .isEqualTo(cells[0].strip().equals("accept"));
        assertThat(reply.isPermanentFailure()).isEqualTo(cells[0].strip().equals("refuse"));
    }

    @Test
    void groupsWithRoleWordsInsideTheirNamesShouldWork() {
        for (String group : lines("39-groups.txt", UTF_8)) {
            webadmin.createGroup(group, "Group", "carol@example.org", List.of(FRIEND));
            try (SmtpClient client = SmtpClient.connect(server.ports().submission())) {
                client.authenticate("alice@example.org", PASSWORD);
                client.mail("alice@example.org");
                assertThat(client.rcpt(group).code()).as(group).isEqualTo(250);
                client.data(("From: alice@example.org\r\nSubject: to " + group + "\r\n\r\nHello\r\n").getBytes(UTF_8));
            }
            assertThat(friendsCopy().first("Subject")).contains("to " + group);
            sink.reset();
        }
    }

    private static void assertRefused(Reply reply, String code, String status) {
        assertThat(reply.toString()).contains(code, status);
        assertThat(reply.isPermanentFailure()).isTrue();
        Organisation.on(server, webadmin).awaitQuiet();
        assertThat(sink.deliveries()).isEmpty();
    }
}
