// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.policy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.SignatureRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.NameServer;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Received;
import org.mailgroups.e2e.harness.Reply;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SigningKey;
import org.mailgroups.e2e.harness.SigningServer;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.SmtpSink;

/**
 * Senders elsewhere who may write to a group only with a signature. Their letters are signed with real keys, which the
 * server finds in a name server of the test.
 */
class DkimIT {
    private static final String PARTNER = "ann@partner.example";
    private static final String BOUNCES = "bounces@mailer.example";

    private static SigningServer running;
    private static NameServer names;
    private static SmtpSink sink;
    private static ServerProcess server;
    private static SigningKey partnersKeys;
    private static SigningKey otherKeys;

    private Organisation org;
    private String bob;
    private String team;

    @BeforeAll
    static void start() throws Exception {
        partnersKeys = SigningKey.make();
        otherKeys = SigningKey.make();
        names = NameServer.start()
                .text(SigningKey.name("partner.example"), partnersKeys.record())
                .text(SigningKey.name("other.example"), otherKeys.record())
                .text(SigningKey.name("strict.example"), partnersKeys.record())
                .text("_dmarc.strict.example", "v=DMARC1; p=reject");
        running = SigningServer.start("dkim", names);
        sink = running.sink();
        server = running.server();
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @BeforeEach
    void found() {
        org = Organisation.on(server);
        bob = org.user("bob");
        team = org.group("team", bob);
        org.change(team, Map.of("senders", "listed", "allowedSenders", List.of("@partner.example")));
    }

    private static String signed(String domain, SigningKey key, Letter letter) {
        return new String(key.sign(domain, letter), UTF_8);
    }

    private Reply send(String message) {
        try (SmtpClient client = org.smtp()) {
            assertThat(client.mail(BOUNCES).code()).isEqualTo(250);
            assertThat(client.rcpt(team).code()).isEqualTo(250);
            return client.data(message.getBytes(UTF_8));
        }
    }

    private Letter letter(String subject) {
        return Letter.from(PARTNER, subject).to(team);
    }

    @Test
    void messageShouldBeDistributedWhenItsAuthorsDomainHasSignedIt() throws Exception {
        assertThat(send(signed("partner.example", partnersKeys, letter("signed")))
                        .code())
                .isEqualTo(250);

        assertThat(org.inbox(bob).awaitOne().first("From")).contains('<' + PARTNER + '>');
    }

    @Test
    void messageShouldBeRefusedAfterDataWhenNoSignatureOfItsAuthorsDomainVerifies() throws Exception {
        for (String message : List.of(
                signed("partner.example", partnersKeys, letter("altered")).replace("Hello.", "Goodbye."),
                signed("partner.example", otherKeys, letter("with another's key")),
                signed("other.example", otherKeys, letter("signed by another")),
                new String(letter("not signed").bytes(), UTF_8),
                signed(
                        "other.example",
                        otherKeys,
                        Letter.from("eve@other.example", "from another").to(team)))) {
            assertThat(send(message)).satisfies(reply -> {
                assertThat(reply.code()).isEqualTo(550);
                assertThat(reply.toString()).contains("5.7.1");
            });
        }
        org.awaitQuiet();
        assertThat(org.inbox(bob).messages()).isEmpty();
    }

    @Test
    void copyShouldHaveTheSignaturesOfItsAuthorAndOfTheGroup() throws Exception {
        String remote = "max@remote.example";
        String open = org.group("open", remote);
        org.change(open, Map.of("senders", "listed", "allowedSenders", List.of("@partner.example")));
        String message = signed(
                "partner.example",
                partnersKeys,
                Letter.from(PARTNER, "signed twice").to(open));
        try (SmtpClient client = org.smtp()) {
            client.mail(BOUNCES);
            client.rcpt(open);
            assertThat(client.data(message.getBytes(UTF_8)).code()).isEqualTo(250);
        }

        byte[] copy = sink.awaitOne(remote).received().octets();

        assertThat(signers(copy)).containsExactlyInAnyOrder("partner.example", org.domain());
        assertThat(Files.getPosixFilePermissions(server.data().resolve("keys/dkim.key")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    /** What the user writes under the own address is not signed: nobody looks whose address stands in From. */
    @Test
    void mailInTheNameOfAGroupShouldHaveTheSignatureOfItsDomain() throws Exception {
        org.change(team, Map.of("sendAs", "members"));
        Letter letter = Letter.from(team, "to a friend")
                .with("MIME-Version", "1.0")
                .with("Content-Type", "text/plain; charset=utf-8")
                .with("Content-Transfer-Encoding", "8bit")
                .body("Gr\u00fc\u00dfe\r\n".getBytes(UTF_8));
        try (SmtpClient client = org.submission(bob)) {
            Organisation.send(client, team, letter.to("friend@remote.example"), List.of("friend@remote.example"));
            Organisation.send(client, bob, Letter.from(bob, "own"), List.of("own@remote.example"));
            Organisation.send(client, team, Letter.from("max@other.example", "x"), List.of("x@remote.example"));
        }

        assertThat(signers(sink.awaitOne("friend@remote.example").received().octets()))
                .containsExactly(org.domain());
        for (String other : List.of("own@remote.example", "x@remote.example")) {
            assertThat(sink.awaitOne(other).received().all("DKIM-Signature")).isEmpty();
        }
    }

    @Test
    void copyShouldBeSignedAnewWhenTheServerTakesSevenBitsAlone() throws Exception {
        String remote = "old@remote.example";
        String group = org.group("old", remote);
        // What the sink can is asked when a connection begins: the old ones end.
        sink.has(SmtpSink.Flaw.NO_8BITMIME);
        sink.endConnections();
        Letter letter = Letter.from(bob, "eight bits")
                .to(group)
                .with("MIME-Version", "1.0")
                .with("Content-Type", "text/plain; charset=utf-8")
                .with("Content-Transfer-Encoding", "8bit")
                .body("Gr\u00fc\u00dfe\r\n".getBytes(UTF_8));

        org.send(bob, letter, group);

        byte[] copy = sink.awaitOne(remote).received().octets();
        sink.hasNoMore(SmtpSink.Flaw.NO_8BITMIME);
        assertThat(new String(copy, US_ASCII)).endsWith("\r\n\r\nGr=C3=BC=C3=9Fe\r\n");
        assertThat(signers(copy)).containsExactly(org.domain());
    }

    @Test
    void copyShouldBeOfTheDomainInFromWhetherThePrefixBreaksTheAuthorsSignatureOrNot() throws Exception {
        String remote = "eve@" + org.domain() + ".example.net";
        String open = org.group("open", bob, remote);
        org.change(open, Map.of("senders", "anyone"));

        sendStrict(open, "as it came");
        Received untouched = sink.awaitOne(remote).received();
        assertThat(untouched.all("From")).containsExactly("<ann@strict.example>");
        assertThat(signers(untouched.octets())).contains("strict.example");

        sink.reset();
        org.change(open, Map.of("subjectPrefix", "[Open]"));
        sendStrict(open, "with a prefix");
        Received elsewhere = sink.awaitOne(remote).received();
        assertThat(elsewhere.all("Subject")).containsExactly("[Open] with a prefix");
        assertThat(elsewhere.all("From")).singleElement().asString().contains("ann via", '<' + open + '>');
        assertThat(elsewhere.all("Reply-To")).containsExactly("<ann@strict.example>");
        assertThat(signers(elsewhere.octets())).containsExactly(org.domain());
        assertThat(org.inbox(bob).await(2))
                .allSatisfy(here -> assertThat(here.all("From")).containsExactly("<ann@strict.example>"));
    }

    private void sendStrict(String group, String subject) throws Exception {
        Letter letter = Letter.from("ann@strict.example", subject).to(group);
        try (SmtpClient client = org.smtp()) {
            client.mail(BOUNCES);
            client.rcpt(group);
            assertThat(client.data(signed("strict.example", partnersKeys, letter)
                                    .getBytes(UTF_8))
                            .code())
                    .isEqualTo(250);
        }
    }

    @Test
    void copyOfAUserOfAStrictDomainShouldKeepFromIfOurKeyIsPublished() throws Exception {
        String remote = "eve@" + org.domain() + ".example.net";
        String open = org.group("open", remote);
        names.text("_dmarc." + org.domain(), "v=DMARC1; p=reject");

        org.send(bob, Letter.from(bob, "no key").to(open), open);
        assertThat(sink.awaitOne(remote).received().all("From"))
                .singleElement()
                .asString()
                .contains('<' + open + '>');

        sink.reset();
        names.text("groups._domainkey." + org.domain(), SigningKey.recordOf(server));
        org.send(bob, Letter.from(bob, "key").to(open), open);
        assertThat(sink.awaitOne(remote).received().all("From"))
                .singleElement()
                .asString()
                .contains(bob);
    }

    /** Returns the domains whose signatures verify, by the keys that each has published. */
    private static List<String> signers(byte[] message) throws Exception {
        String ours = SigningKey.recordOf(server);
        List<SignatureRecord> verified = new DKIMVerifier((method, selector, domain) ->
                        List.of(domain.toString().matches("(partner|strict)\\.example") ? partnersKeys.record() : ours))
                .verify(new ByteArrayInputStream(message));
        return verified.stream()
                .map(signature -> signature.getDToken().toString())
                .toList();
    }
}
