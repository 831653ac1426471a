// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.apache.james.jdkim.DKIMSigner;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Received;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.SmtpSink;

/** A member gets the author's message unchanged, to the octet. */
class ContentIT {
    private static final String SIGNING_DOMAIN = "author.test";

    private final SmtpSink sink = SharedServer.sink();
    private Organisation org;
    private String alice;
    private String external;
    private String team;

    @BeforeEach
    void found() {
        sink.reset();
        org = Organisation.on(SharedServer.besideSink());
        alice = org.user("alice");
        external = "member@" + org.domain() + ".example.net";
        team = org.openGroup("team", alice, external);
    }

    @AfterEach
    void reset() {
        sink.reset();
    }

    @Test
    void utf8BodyAndEncodedHeadersShouldStay() {
        String subject = "=?utf-8?B?" + base64("Grüße, Ελλάδα, 日本語") + "?=";
        Letter letter = Letter.from(alice, subject)
                .to(team)
                .with("MIME-Version", "1.0")
                .with("Content-Type", "text/plain; charset=utf-8")
                .with("Content-Transfer-Encoding", "8bit")
                .body("Grüße, Ελλάδα, 日本語 \uD83D\uDC8C\r\n.\r\n..\r\nFrom here\r\n");

        for (Received received : distribute(letter)) {
            assertThat(received.all("Subject")).containsExactly(subject);
            assertThat(received.all("Content-Transfer-Encoding")).containsExactly("8bit");
            assertThat(received.bodyOctets())
                    .isEqualTo(Received.parse(letter.bytes()).bodyOctets());
        }
    }

    @Test
    void octetsThatAreNoUtf8ShouldStay() {
        byte[] body = new byte[512];
        for (int i = 0; i < 256; i++) {
            // Every octet but NUL, CR and LF, in lines.
            body[2 * i] = (byte) (i == 0 || i == '\r' || i == '\n' ? 'x' : i);
            body[2 * i + 1] = 'y';
        }
        byte[] lines = Arrays.copyOf(body, body.length + 2);
        lines[body.length] = '\r';
        lines[body.length + 1] = '\n';
        Letter letter = Letter.from(alice, "latin")
                .to(team)
                .with("MIME-Version", "1.0")
                .with("Content-Type", "text/plain; charset=iso-8859-1")
                .with("Content-Transfer-Encoding", "8bit")
                .body(lines);

        for (Received received : distribute(letter)) {
            assertThat(received.bodyOctets()).isEqualTo(lines);
        }
    }

    @Test
    void attachmentsShouldStay() {
        byte[] attachment = new byte[300_000];
        new Random(42).nextBytes(attachment);
        String body = String.join(
                "\r\n",
                "This is a multipart message.",
                "--cut here",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: quoted-printable",
                "",
                "See the file =E2=82=AC.",
                "--cut here",
                "Content-Type: application/octet-stream; name*=utf-8''%e2%82%ac.bin",
                "Content-Disposition: attachment; filename=\"euro.bin\"",
                "Content-Transfer-Encoding: base64",
                "",
                Base64.getMimeEncoder().encodeToString(attachment),
                "--cut here--",
                "An epilogue.",
                "");
        Letter letter = Letter.from(alice, "attachment")
                .to(team)
                .with("MIME-Version", "1.0")
                .with("Content-Type", "multipart/mixed; boundary=\"cut here\"")
                .body(body);

        for (Received received : distribute(letter)) {
            assertThat(received.all("Content-Type")).containsExactly("multipart/mixed; boundary=\"cut here\"");
            assertThat(received.bodyOctets()).isEqualTo(body.getBytes(UTF_8));
        }
    }

    @Test
    void signatureOfTheAuthorShouldStillVerify() throws Exception {
        KeyPair keys = rsaKeys();
        Letter letter = Letter.from("author@" + SIGNING_DOMAIN, "signed")
                .to(team)
                .with("MIME-Version", "1.0")
                .with("Content-Type", "text/plain; charset=utf-8")
                .with("Content-Transfer-Encoding", "8bit")
                .body("Signed, with ümlauts  and   spaces \r\n\r\n\r\n");
        String template = "v=1; a=rsa-sha256; c=relaxed/relaxed; d=" + SIGNING_DOMAIN
                + "; s=test; h=From:To:Subject:Date:Message-ID:MIME-Version:Content-Type:Content-Transfer-Encoding"
                + "; bh=; b=;";
        String signature = new DKIMSigner(template, keys.getPrivate()).sign(new ByteArrayInputStream(letter.bytes()));
        int colon = signature.indexOf(':');
        Letter signed = letter.with(
                signature.substring(0, colon), signature.substring(colon + 1).strip());
        verify(signed.bytes(), keys);

        for (Received received : distribute("author@" + SIGNING_DOMAIN, signed)) {
            verify(received.octets(), keys);
        }
    }

    @Test
    void messageShouldNotBeDistributedAgainWhenAMemberSendsItBack() {
        org.send(alice, Letter.from(alice, "there and back").to(team), team);
        Received received = org.inbox(alice).awaitOne();
        org.awaitQuiet();
        assertThat(sink.copies()).containsEntry(external, 1L);

        try (SmtpClient client = org.smtp()) {
            client.mail(external, "BODY=8BITMIME");
            if (client.rcpt(team).code() == 250) {
                client.data(received.octets());
            }
        }
        org.awaitQuiet();

        assertThat(sink.copies()).containsEntry(external, 1L);
        assertThat(org.inbox(alice).messages()).hasSize(1);
    }

    @Test
    void listFieldsOfAnotherListShouldBeReplaced() {
        Letter letter = Letter.from(alice, "from another list")
                .to(team)
                .with("List-Id", "Other <other.lists.test>")
                .with("List-Unsubscribe", "<https://lists.test/leave>");

        for (Received received : distribute(letter)) {
            assertThat(received.all("List-Id")).singleElement().asString().endsWith(Organisation.listId(team));
            assertThat(received.raw()).doesNotContain("lists.test");
        }
    }

    private List<Received> distribute(Letter letter) {
        return distribute(alice, letter);
    }

    /** Returns the messages that the local and the external member get. */
    private List<Received> distribute(String sender, Letter letter) {
        try (SmtpClient client = sender.equals(alice) ? org.submission(alice) : org.smtp()) {
            Organisation.send(client, sender, letter, List.of(team));
        }
        Received local = org.inbox(alice).awaitOne();
        org.awaitQuiet();
        assertThat(sink.deliveriesTo(external)).hasSize(1);
        return List.of(local, sink.deliveriesTo(external).get(0).received());
    }

    private static void verify(byte[] message, KeyPair keys) throws Exception {
        String record = "v=DKIM1; k=rsa; p="
                + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
        DKIMVerifier verifier = new DKIMVerifier((method, selector, domain) -> List.of(record));
        try {
            List<SignatureRecord> valid = verifier.verify(new ByteArrayInputStream(message));
            assertThat(valid).hasSize(1);
        } catch (FailException e) {
            throw new AssertionError("The signature is broken in:\n" + new String(message, UTF_8), e);
        }
    }

    private static KeyPair rsaKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
