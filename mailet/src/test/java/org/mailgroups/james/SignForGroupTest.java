// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.mail.MessagingException;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.delivery.MemoryBodies;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.james.author.SigningDomains;
import org.mailgroups.james.processor.CopySigners;
import org.mailgroups.james.processor.GroupCopies;
import org.mailgroups.james.processor.JamesProcessors;
import org.mailgroups.james.processor.MemoryProcessors;

class SignForGroupTest {
    private static final String HEADER = "From: alice@example.org\r\nTo: team@example.org\r\nSubject: hello\r\n";
    private static final UUID POSTING = UUID.randomUUID();

    private static KeyPair keys;

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeKeys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
    }

    private FileSystem files() {
        return new FileSystem() {
            @Override
            public InputStream getResource(String url) throws IOException {
                return Files.newInputStream(folder.resolve(url));
            }

            @Override
            public File getFile(String url) {
                return folder.resolve(url).toFile();
            }

            @Override
            public File getBasedir() {
                return folder.toFile();
            }
        };
    }

    private SignForGroup mailet(String... parameters) throws MessagingException {
        FakeMailetConfig.Builder config = FakeMailetConfig.builder();
        for (int i = 0; i < parameters.length; i += 2) {
            config.setProperty(parameters[i], parameters[i + 1]);
        }
        SignForGroup mailet = new SignForGroup(files(), new CopySigners());
        mailet.init(config.build());
        return mailet;
    }

    private SignForGroup signing(String domains) throws Exception {
        Files.writeString(
                folder.resolve("key"),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(keys.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        return mailet("domains", domains, "keyFile", "key");
    }

    /** Returns a copy for a group as it comes out of a processor with the mailet. */
    private static String copy(SignForGroup mailet, String group, String header, String body) throws Exception {
        MemoryBodies bodies = new MemoryBodies();
        bodies.keep(POSTING, 0, new ByteArrayInputStream(body.getBytes(ISO_8859_1)));
        GroupCopies[] copies = new GroupCopies[1];
        JamesProcessors processors = new JamesProcessors(() -> new MemoryProcessors()
                .mailet("Sign", (MemoryProcessors.Service) mailet::service)
                .mailet("Done", mail -> copies[0].done(mail))
                .with("<processor state=\"copy\"><mailet class=\"Sign\"/><mailet class=\"Done\"/></processor>"));
        copies[0] = new GroupCopies(processors, bodies);
        byte[] octets = header.getBytes(ISO_8859_1);
        PostingCopy finished = copies[0].run(
                "copy",
                MailImpl.builder().name("copy").addRecipient(group).build(),
                POSTING,
                new PostingCopy(0, 1L, "", octets, 0, octets.length + body.length(), false),
                1);
        assertThat(finished.body()).isZero();
        return new String(finished.header(), ISO_8859_1) + body;
    }

    private static List<String> verified(String message) throws Exception {
        String ours = "v=DKIM1; k=rsa; p="
                + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
        SigningDomains others = new SigningDomains().publish("partner.example");
        List<SignatureRecord> records = new DKIMVerifier(
                        (method, selector, domain) -> domain.toString().equals("partner.example")
                                ? others.getRecords(method, selector, domain)
                                : selector.toString().equals("groups") ? List.of(ours) : List.of())
                .verify(new ByteArrayInputStream(message.getBytes(ISO_8859_1)));
        return Optional.ofNullable(records).orElse(List.of()).stream()
                .map(record -> record.getDToken().toString())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\nHello\r\n",
                "",
                "\r\n",
                "\r\nno end",
                "\r\n\r\n\r\n  blanks  \t\r\n\r\n\r\n",
                "\r\n.\r\nGr\u00c3\u00bc\u00c3\u009fe\r\n"
            })
    void serviceShouldSignForTheDomainOfTheGroup(String body) throws Exception {
        SignForGroup mailet = signing("example.net, EXAMPLE.org");

        assertThat(verified(copy(mailet, "team@example.org", HEADER, body))).containsExactly("example.org");
        assertThat(verified(copy(mailet, "team@example.net", HEADER, body))).containsExactly("example.net");
    }

    @Test
    void serviceShouldSignFromAndTheFieldsOfTheList() throws Exception {
        String list = "List-Id: <team.example.org>\r\nList-Post: <mailto:a>\r\nList-Owner: <mailto:b>\r\n"
                + "List-Help: <mailto:c>\r\nList-Unsubscribe: <mailto:d>\r\n";
        String copy = copy(signing("example.org"), "team@example.org", list + HEADER, "\r\n");
        assertThat(verified(copy)).containsExactly("example.org");

        for (String field : (list + HEADER).lines().toList()) {
            assertThatThrownBy(() -> verified(copy.replace(field, field + " changed")))
                    .as(field)
                    .isInstanceOf(FailException.class);
        }
    }

    @Test
    void serviceShouldSignWhatGoesOverTheWireWhenLineEndsAreBroken() throws Exception {
        String copy = copy(signing("example.org"), "team@example.org", HEADER, "\r\none\ntwo\rthree\r\n");

        assertThat(verified(copy.replace("one\ntwo\rthree", "one\r\ntwo three")))
                .containsExactly("example.org");
    }

    @Test
    void serviceShouldNotSignForADomainThatIsNotNamed() throws Exception {
        assertThat(copy(signing("example.net"), "team@example.org", HEADER, "\r\n"))
                .isEqualTo(HEADER + "\r\n");
        assertThat(copy(mailet(), "team@example.org", HEADER, "\r\n")).isEqualTo(HEADER + "\r\n");
    }

    @Test
    void serviceShouldPutItsSignatureInFrontAndLeaveTheRestAlone() throws Exception {
        String header =
                "X-Trace: ours\r\n" + HEADER + "Mime-Version: 1.0 (1.0)\r\nno field\r\nX-Raw: a\u00f1o\r\n folded\r\n";

        String copy = copy(signing("example.org"), "team@example.org", header, "\r\nHello\r\n");

        assertThat(copy).startsWith("DKIM-Signature: ").endsWith("\r\n" + header + "\r\nHello\r\n");
        assertThat(copy.lines()).allMatch(line -> line.length() < 500);
    }

    @Test
    void serviceShouldLeaveTheAuthorsSignatureGood() throws Exception {
        String message = SigningDomains.sign(
                "d=partner.example;", "From: ann@partner.example\r\nTo: team@example.org\r\n\r\nHello\r\n");
        int end = message.indexOf("\r\n\r\n") + 2;

        String copy = copy(
                signing("example.org"),
                "team@example.org",
                "List-Id: <team.example.org>\r\n" + message.substring(0, end),
                message.substring(end));

        assertThat(verified(copy)).containsExactlyInAnyOrder("partner.example", "example.org");
    }

    @Test
    void serviceShouldNotSignAFieldThatTheLibraryCannotSign() throws Exception {
        String header = "From: alice@example.org\r\nSubject: a\u00f1o\r\n";
        String copy = copy(signing("example.org"), "team@example.org", header, "\r\n");

        assertThat(copy).contains("h=from;").endsWith(header + "\r\n");
        assertThat(copy(signing("example.org"), "team@example.org", "From: a\u00f1o <a@b.example>\r\n", "\r\n"))
                .doesNotContain("DKIM-Signature");
    }

    @ParameterizedTest
    @CsvSource({
        "domain, example.org, has no parameter domain",
        "domains, exa mple..org, domains is not a name in the DNS",
        "domains, example.org, needs a keyFile",
        "selector, a b, selector is not a name in the DNS"
    })
    void initShouldRefuseWhenAParameterIsWrong(String name, String value, String reason) {
        assertThatThrownBy(() -> mailet(name, value)).hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n",
                "-----END PRIVATE KEY----------BEGIN PRIVATE KEY-----"
            })
    void initShouldRefuseWhenTheKeyIsNone(String pem) throws Exception {
        Files.writeString(folder.resolve("key"), pem);

        assertThatThrownBy(() -> mailet("domains", "example.org", "keyFile", "key"))
                .hasMessageContaining("must have an RSA key as PEM");
        assertThatThrownBy(() -> mailet("domains", "example.org", "keyFile", "nowhere"))
                .hasMessageContaining("keyFile nowhere cannot be read");
    }
}
