/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.mail.MessagingException;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Test;
import org.mailgroups.distribution.GroupDirectory;
import org.mailgroups.distribution.MemoryServer;

class NeedsProofTest {
    private final MemoryServer server = new MemoryServer()
            .user("bob@example.org")
            .mapping("crew@example.org", "team@example.org")
            .group("team@example.org", "bob@example.org");
    private final NeedsProof matcher = new NeedsProof(new GroupDirectory(server, server), server);

    private static MailImpl mail(int signatures, String... recipients) throws MessagingException {
        MailImpl mail = MailImpl.builder()
                .name("message")
                .sender("ann@partner.example")
                .addRecipients(recipients)
                .build();
        String content = "DKIM-Signature: v=1\r\n".repeat(signatures) + "\r\nHello\r\n";
        mail.setMessageContent(MimeMessageInputStreamSource.create(
                "message", new ByteArrayInputStream(content.getBytes(StandardCharsets.US_ASCII))));
        return mail;
    }

    @Test
    void matchShouldMatchAllRecipientsWhenAGroupOrAnAliasIsAmongThem() throws Exception {
        assertThat(matcher.match(mail(1, "team@example.org", "bob@example.org")))
                .hasSize(2);
        assertThat(matcher.match(mail(0, "crew@example.org"))).hasSize(1);
        assertThat(matcher.match(mail(1, "bob@example.org", "ann@other.net"))).isEmpty();
    }

    @Test
    void matchShouldMatchNobodyWhenTheAuthorAuthenticated() throws Exception {
        MailImpl mail = mail(1, "team@example.org");
        mail.setAttribute(new Attribute(Mail.SMTP_AUTH_USER, AttributeValue.of("bob@example.org")));

        assertThat(matcher.match(mail)).isEmpty();
    }

    @Test
    void matchShouldMatchNobodyWhenThereAreTooManySignatures() throws Exception {
        assertThat(matcher.match(mail(NeedsProof.MAX_SIGNATURES, "team@example.org")))
                .hasSize(1);
        assertThat(matcher.match(mail(NeedsProof.MAX_SIGNATURES + 1, "team@example.org")))
                .isEmpty();
    }

    @Test
    void matchShouldMatchNobodyWhenTheStoreIsDown() throws Exception {
        server.goesDown();

        assertThat(matcher.match(mail(1, "team@example.org"))).isEmpty();
    }
}
