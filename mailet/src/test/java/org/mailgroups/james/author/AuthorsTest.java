// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.author;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.apache.james.core.MaybeSender;
import org.apache.james.core.Username;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.distribution.Author;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.Membership;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

class AuthorsTest {
    private static final Username BOB = Username.of("bob@example.org");

    private final MemoryServer server = new MemoryServer()
            .group("team@example.org", "dev@example.org", "ann@other.net")
            .group("dev@example.org", "robert@example.org");
    private final MemoryIdentities identities = new MemoryIdentities()
            .alias("bob@example.org", "robert@example.org")
            .delegation("bob@example.org", "boss@example.org");
    private final Authors authors = new Authors(
            identities,
            identities,
            new GroupSenders(
                    new GroupDirectory(server, server),
                    new GroupRights(server, new Membership(new GroupDirectory(server, server), server))),
            new Membership(new GroupDirectory(server, server), server),
            new ExternalProof(server, new SigningDomains().verification()),
            server);

    private GroupEntry team() {
        return server.find(Address.parse("team@example.org")).orElseThrow();
    }

    private Author of(String user, String sender, String header) throws Exception {
        MailImpl mail = MailImpl.builder().name("message").sender(sender).build();
        if (user != null) {
            mail.setAttribute(new Attribute(Mail.SMTP_AUTH_USER, AttributeValue.of(user)));
        }
        String content = header + "To: team@example.org\r\n\r\nHello\r\n";
        mail.setMessageContent(MimeMessageInputStreamSource.create(
                "message", new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8))));
        return authors.of(mail, HeaderFields.of(mail), team());
    }

    @Test
    void authorShouldBeUnknownWhenNobodyAuthenticatedWhateverTheMessageSays() throws Exception {
        assertThat(of(null, "bob@example.org", "From: ann@other.net\r\nSender: bob@example.org\r\n"))
                .usingRecursiveComparison()
                .ignoringFields("membership")
                .isEqualTo(Author.UNKNOWN);
        Author impostor = of(null, "ann@other.net", "From: bob@example.org\r\n");
        assertThat(impostor.isAuthenticated()).isFalse();
        assertThat(impostor.foreignAddress()).hasValue("bob@example.org");
        assertThat(impostor.proven()).isEmpty();
        assertThat(impostor.member()).isFalse();
        assertThat(authors.atRcpt(null, MaybeSender.getMailSender("bob@example.org"), team()))
                .isEqualTo(Author.UNKNOWN);
    }

    @Test
    void authorShouldHaveTheUsersAliasesAndMembershipThroughThem() throws Exception {
        Author author = of("bob@example.org", "bob@example.org", "From: Bob <bob@example.org>\r\n");

        assertThat(author.identities())
                .containsExactlyInAnyOrder(Address.parse("bob@example.org"), Address.parse("robert@example.org"));
        assertThat(author.member()).isTrue();
        assertThat(author.foreignAddress()).isEmpty();
    }

    @Test
    void authorShouldBeKnownWithoutALookAtTheMembers() {
        GroupEntry team = team();
        server.goesDown();

        Author author = authors.atRcpt(BOB, MaybeSender.getMailSender("bob@example.org"), team);

        assertThat(author.isAuthenticated()).isTrue();
        assertThatThrownBy(author::member).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void authorShouldNotBeAMemberThroughAnEnvelopeThatIsAMembers() throws Exception {
        assertThat(of("carol@example.org", "ann@other.net", "From: ann@other.net\r\n")
                        .member())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: robert@example.org\r\n",
                "From: ROBERT@Example.ORG\r\n",
                "From: \"carol@example.org\" <bob@example.org>\r\n",
                "From: boss@example.org\r\n",
                "From: bob@example.org, robert@example.org\r\n",
                ""
            })
    void fromShouldBeTheAuthorsOwnWhenItIsTheUserAnAliasOrADelegation(String from) throws Exception {
        assertThat(of("bob@example.org", "bob@example.org", from).foreignAddress())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: carol@example.org\r\n",
                "From: bob@example.org <carol@example.org>\r\n",
                "From: \"bob@example.org\" <carol@example.org>\r\n",
                "From: bob@example.org, carol@example.org\r\n",
                "From: bob@example.org\r\nFrom: carol@example.org\r\n",
                "From: friends: bob@example.org, carol@example.org;\r\n",
                "From: <bob@example.org\r\n",
                "From: =?utf-8?q?carol=40example=2Eorg?=\r\n",
                "From: bob@example.org\u0000@evil.net\r\n",
                "From:\r\n carol@example.org\r\n"
            })
    void fromShouldBeForeignWhenAnyOfItIsNotTheAuthors(String from) throws Exception {
        assertThat(of("bob@example.org", "bob@example.org", from).foreignAddress())
                .isPresent();
    }

    @Test
    void senderShouldBeForeignWhenItIsAnothers() throws Exception {
        assertThat(of("bob@example.org", "carol@example.org", "From: bob@example.org\r\n")
                        .foreignAddress())
                .contains("carol@example.org");
        assertThat(authors.atRcpt(BOB, MaybeSender.getMailSender("carol@example.org"), team())
                        .foreignAddress())
                .contains("carol@example.org");
        assertThat(authors.atRcpt(BOB, MaybeSender.nullSender(), team()).foreignAddress())
                .isEmpty();
    }
}
