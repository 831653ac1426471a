// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Set;
import javax.mail.MessagingException;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Test;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.james.recipient.RecipientClassifier;
import org.mailgroups.james.recipient.ReturnPath;
import org.mailgroups.james.recipient.RoleAddresses;
import org.mailgroups.leaving.MemoryLeaving;
import org.mailgroups.moderation.MemoryHeld;
import org.mailgroups.token.Signer;

class NeedsProofTest {
    private final MemoryServer server = new MemoryServer()
            .user("bob@example.org")
            .mapping("crew@example.org", "team@example.org")
            .group("team@example.org", "bob@example.org");
    private final NeedsProof matcher = new NeedsProof(classifier(), server);

    private RecipientClassifier classifier() {
        GroupDirectory directory = new GroupDirectory(server, server);
        return new RecipientClassifier(
                directory,
                new ReturnPath(new Signer(new byte[] {1}), Clock.systemUTC(), directory),
                new RoleAddresses(
                        directory,
                        server,
                        new MemoryLeaving(server, address -> Set.of()).links(),
                        new MemoryHeld(server).links(),
                        new MemoryLeaving(server, address -> Set.of())
                                .requests()
                                .links(),
                        new MemoryLeaving(server, address -> Set.of()).confirmations()));
    }

    private static MailImpl mail(String... recipients) throws MessagingException {
        return MailImpl.builder()
                .name("message")
                .sender("ann@partner.example")
                .addRecipients(recipients)
                .build();
    }

    @Test
    void matchShouldMatchAllRecipientsWhenAGroupOrAnAliasIsAmongThem() throws Exception {
        assertThat(matcher.match(mail("team@example.org", "bob@example.org"))).hasSize(2);
        assertThat(matcher.match(mail("crew@example.org"))).hasSize(1);
        assertThat(matcher.match(mail("bob@example.org", "ann@other.net"))).isEmpty();
    }

    @Test
    void matchShouldMatchNobodyWhenTheAuthorAuthenticated() throws Exception {
        MailImpl mail = mail("team@example.org");
        mail.setAttribute(new Attribute(Mail.SMTP_AUTH_USER, AttributeValue.of("bob@example.org")));

        assertThat(matcher.match(mail)).isEmpty();
    }

    @Test
    void matchShouldMatchNobodyWhenTheStoreIsDown() throws Exception {
        server.goesDown();

        assertThat(matcher.match(mail("team@example.org"))).isEmpty();
    }
}
