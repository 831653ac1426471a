// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.mailrepository.api.MailKey;
import org.apache.james.mailrepository.file.FileMailRepository;
import org.apache.james.server.core.InternetHeadersInputStream;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way on which James writes a header anew keeps its octets. */
class HeaderOctetsTest {

    @TempDir
    Path folder;

    private MailImpl mail;

    static List<String> headers() {
        StringBuilder all = new StringBuilder("X-All: ");
        for (char octet = 128; octet < 256; octet++) {
            all.append(octet);
        }
        return List.of(
                utf8("Subject: Reunión del año: ¿mañana a las 10 €?"),
                "Subject: Reuni\u00f3n del a\u00f1o",
                utf8("From: José Niño <eve@elsewhere.example>\r\nSubject: plain"),
                utf8("Subject: one\r\n dós\r\n\ttrès\r\nX-Unknown: 日本"),
                utf8("To: \"Müller, Jörg\" <j@example.org>,\r\n Ñ <n@example.org>"),
                // A character that a fold cuts in two.
                "X-Cut: \u00c3\r\n \u00b1",
                all.toString(),
                "Subject: plain");
    }

    private static String utf8(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    @BeforeEach
    void make() {
        mail = MailImpl.builder().name("mail-1").addRecipients(List.of()).build();
    }

    @AfterEach
    void dispose() {
        LifecycleUtil.dispose(mail);
    }

    private String message(String header) throws Exception {
        String message =
                header + "\r\nDate: Tue, 3 Mar 2026 10:15:00 +0100\r\nMessage-ID: <1@test>\r\nMIME-Version: 1.0"
                        + "\r\n\r\nMa\u00f1ana.\r\n";
        mail.setMessageContent(
                MimeMessageInputStreamSource.create("mail-1", new ByteArrayInputStream(message.getBytes(ISO_8859_1))));
        return message;
    }

    private static String octets(Mail of) throws Exception {
        try (MimeMessageInputStream in = new MimeMessageInputStream(of.getMessage())) {
            return new String(in.readAllBytes(), ISO_8859_1);
        }
    }

    private static String written(Mail of) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        of.getMessage().writeTo(out, new String[] {"Bcc"});
        return out.toString(ISO_8859_1);
    }

    @ParameterizedTest
    @MethodSource("headers")
    void duplicateShouldKeepTheOctets(String header) throws Exception {
        String message = message(header);
        Mail duplicate = mail.duplicate();
        assertThat(octets(duplicate)).isEqualTo(message);
        LifecycleUtil.dispose(duplicate);
    }

    @ParameterizedTest
    @MethodSource("headers")
    void writeToShouldKeepTheOctets(String header) throws Exception {
        String message = message(header);
        assertThat(written(mail)).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("headers")
    void setHeaderShouldKeepTheOctetsOfOtherFields(String header) throws Exception {
        String message = message(header);
        mail.getMessage().setHeader("Delivered-To", "bob@example.org");

        Mail duplicate = mail.duplicate();

        // James puts MIME-Version in front.
        String rest = message.replace("MIME-Version: 1.0\r\n", "");
        assertThat(octets(mail)).endsWith("Delivered-To: bob@example.org\r\n" + rest);
        assertThat(written(mail)).isEqualTo(octets(mail));
        assertThat(octets(duplicate)).isEqualTo(octets(mail));
        assertThat(duplicate.getMessageSize()).isEqualTo(octets(mail).length());
        LifecycleUtil.dispose(duplicate);
    }

    @ParameterizedTest
    @MethodSource("headers")
    void repositoryShouldKeepTheOctets(String header) throws Exception {
        String message = message(header);
        FileMailRepository repository = repository();

        MailKey key = repository.store(mail);

        Mail kept = repository.retrieve(key);
        assertThat(octets(kept)).isEqualTo(message);
        LifecycleUtil.dispose(kept);
    }

    private FileMailRepository repository() throws Exception {
        BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();
        configuration.addProperty("[@destinationURL]", "file://mails");
        FileMailRepository repository = new FileMailRepository();
        repository.setFileSystem(new Below(folder));
        repository.configure(configuration);
        repository.init();
        return repository;
    }

    @Test
    void readShouldEndTheHeaderWhenNoLineIsLeft() {
        assertThat(new InternetHeadersInputStream(Collections.emptyEnumeration()))
                .hasBinaryContent(new byte[] {'\r', '\n'});
    }

    /** A file system whose files are in one folder. */
    private record Below(Path folder) implements FileSystem {
        @Override
        public java.io.InputStream getResource(String url) throws java.io.IOException {
            return java.nio.file.Files.newInputStream(getFile(url).toPath());
        }

        @Override
        public File getFile(String url) {
            return folder.resolve(url.substring("file://".length())).toFile();
        }

        @Override
        public File getBasedir() {
            return folder.toFile();
        }
    }
}
