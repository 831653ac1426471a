// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.core.Username;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.group.AllowedSender;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.Membership;
import org.mailgroups.group.Moderation;
import org.mailgroups.group.Senders;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.author.ExternalProof;
import org.mailgroups.james.author.MemoryIdentities;
import org.mailgroups.james.recipient.RecipientClassifier;
import org.mailgroups.james.recipient.ReturnPath;
import org.mailgroups.james.recipient.RoleAddresses;
import org.mailgroups.james.smtp.ExpansionCheck;
import org.mailgroups.james.smtp.SharedLimits;

/**
 * The answers of RCPT and DATA that the policy alone does not give: role addresses, and senders whose proof comes
 * later.
 */
class GroupRcptHandlerTest {
    private static final String SIGNATURE = "DKIM-Signature: v=1; a=rsa-sha256; d=partner.example; b=x\r\n";

    private final MemoryServer server = new MemoryServer()
            .group("team@example.org", "bob@other.net")
            .settings(
                    "team@example.org",
                    GroupSettings.DEFAULT
                            .withSenders(Senders.MEMBERS)
                            .withAllowedSenders(List.of(AllowedSender.parse("@partner.example"))));
    private final GroupDirectory directory = new GroupDirectory(server, server);
    private final MemoryIdentities identities = new MemoryIdentities();
    private boolean isFull;
    private ExternalProof proof = new ExternalProof(server);
    private GroupRcptHandler handler = handler();

    private GroupRcptHandler handler() {
        RoleAddresses roles = new RoleAddresses(directory, server);
        return new GroupRcptHandler(
                null,
                null,
                null,
                new RecipientClassifier(directory, new ReturnPath(new byte[] {1}, Clock.systemUTC(), directory), roles),
                new ExpansionCheck(directory, server, new SharedLimits()),
                new Authors(identities, identities, new Membership(directory, server), proof),
                proof,
                groupId -> isFull);
    }

    /** A server that verifies senders from outside. */
    private void verifyBy(ExternalProof.Method method) throws MessagingException {
        proof = new ExternalProof(server);
        proof.use(method);
        handler = handler();
    }

    private static SMTPSession session(String user) {
        return (SMTPSession) Proxy.newProxyInstance(
                SMTPSession.class.getClassLoader(),
                new Class<?>[] {SMTPSession.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getUsername" -> user == null ? null : Username.of(user);
                    case "getAttachment" -> Optional.empty();
                    default -> throw new IllegalStateException("the handler needs no " + method);
                });
    }

    private HookResult rcpt(String user, String sender, String recipient) throws Exception {
        return handler.doRcpt(session(user), MaybeSender.getMailSender(sender), new MailAddress(recipient));
    }

    private HookResult data(String sender, String header) throws Exception {
        return data(null, sender, header, "team@example.org");
    }

    private HookResult data(String user, String sender, String header, String recipient) throws Exception {
        MailImpl mail = MailImpl.builder()
                .name("message")
                .sender(sender)
                .addRecipient(recipient)
                .build();
        mail.setMessageContent(MimeMessageInputStreamSource.create(
                "message", new ByteArrayInputStream((header + "\r\nHello\r\n").getBytes(StandardCharsets.US_ASCII))));
        return handler.onMessage(session(user), mail);
    }

    private static void assertRefused(HookResult result) {
        assertThat(result.getResult()).isEqualTo(HookReturnCode.deny());
        assertThat(result.getSmtpRetCode()).isEqualTo("550");
        assertThat(result.getSmtpDescription()).startsWith("5.7.1 ");
    }

    private static void assertNotRefused(HookResult result) {
        assertThat(result.getResult()).isEqualTo(HookReturnCode.declined());
    }

    @ParameterizedTest
    @ValueSource(strings = {"team-owner@example.org", "team-request@example.org"})
    void doRcptShouldTakeRoleAddressesFromAuthenticatedUsersOnly(String role) throws Exception {
        assertNotRefused(rcpt("bob@example.org", "bob@example.org", role));
        assertRefused(rcpt(null, "bob@example.org", role));
        assertRefused(rcpt(null, "ann@partner.example", role));
        assertRefused(rcpt("bob@example.org", "<>", role));
    }

    @Test
    void doRcptShouldRefuseAnAllowedSenderWhenNothingCanProveIt() throws Exception {
        assertRefused(rcpt(null, "ann@partner.example", "team@example.org"));
    }

    @Test
    void doRcptShouldWaitForTheProofWhenThereMayBeOne() throws Exception {
        verifyBy(ExternalProof.Method.SPF);
        assertNotRefused(rcpt(null, "ann@partner.example", "team@example.org"));
        assertRefused(rcpt(null, "eve@evil.net", "team@example.org"));
        assertRefused(rcpt(null, "<>", "team@example.org"));
        assertRefused(rcpt("bob@example.org", "bob@example.org", "team@example.org"));

        verifyBy(ExternalProof.Method.DKIM);
        assertNotRefused(rcpt(null, "bounce@mailer.net", "team@example.org"));
        assertRefused(rcpt(null, "<>", "team@example.org"));
    }

    /** James notes the user in the message only after this hook. */
    @ParameterizedTest
    @ValueSource(strings = {"open@example.org", "team-owner@example.org", "team-request@example.org"})
    void onMessageShouldKnowTheUserOfTheSession(String recipient) throws Exception {
        server.group("open@example.org", "ann@other.net").settings("open@example.org", GroupSettings.DEFAULT);
        String bob = "bob@example.org";

        assertNotRefused(data(bob, bob, "From: bob@example.org\r\n", recipient));
        assertRefused(data(bob, bob, "From: boss@example.org\r\n", recipient));
        assertRefused(data(null, bob, "From: bob@example.org\r\n", recipient));
    }

    private static void assertDeferred(HookResult result) {
        assertThat(result.getResult()).isEqualTo(HookReturnCode.denySoft());
        assertThat(result.getSmtpRetCode()).isEqualTo("452");
        assertThat(result.getSmtpDescription()).startsWith("4.2.2 ");
    }

    @ParameterizedTest
    @EnumSource(
            value = Moderation.class,
            names = {"OUTSIDERS", "EVERYONE"})
    void doRcptAndOnMessageShouldDeferWhatWouldHaveToWaitWhenTooManyWaitAlready(Moderation moderation)
            throws Exception {
        server.settings(
                "team@example.org",
                GroupSettings.DEFAULT.withSenders(Senders.MEMBERS).withModeration(moderation));
        assertNotRefused(rcpt(null, "eve@evil.net", "team@example.org"));
        isFull = true;

        assertDeferred(rcpt(null, "eve@evil.net", "team@example.org"));
        assertDeferred(rcpt("carol@example.org", "carol@example.org", "team@example.org"));
        assertDeferred(data("eve@evil.net", "From: eve@evil.net\r\n"));
    }

    @Test
    void doRcptShouldTakeWhatNeedNotWaitWhenTooManyWaitAlready() throws Exception {
        isFull = true;
        GroupSettings settings = GroupSettings.DEFAULT
                .withModeration(Moderation.OUTSIDERS)
                .withAllowedSenders(List.of(AllowedSender.parse("@partner.example")));
        server.settings("team@example.org", settings);
        verifyBy(ExternalProof.Method.SPF);

        assertNotRefused(rcpt("bob@example.org", "bob@example.org", "team@example.org"));
        assertNotRefused(rcpt(null, "ann@partner.example", "team@example.org"));
        assertDeferred(rcpt(null, "eve@evil.net", "team@example.org"));
        assertNotRefused(data("ann@partner.example", "From: ann@partner.example\r\n"));

        server.settings("team@example.org", settings.withModeration(Moderation.EVERYONE));
        assertDeferred(rcpt(null, "ann@partner.example", "team@example.org"));
    }

    @Test
    void onMessageShouldRefuseWhatNoProofCanAllowAnyMore() throws Exception {
        verifyBy(ExternalProof.Method.SPF);
        assertNotRefused(data("ann@partner.example", "From: ann@partner.example\r\n"));
        assertRefused(data("ann@partner.example", "From: boss@example.org\r\n"));

        verifyBy(ExternalProof.Method.DKIM);
        assertNotRefused(data("bounce@mailer.net", SIGNATURE + "From: ann@partner.example\r\n"));
        assertRefused(data("bounce@mailer.net", "From: ann@partner.example\r\n"));
        assertRefused(data("ann@partner.example", SIGNATURE + "From: eve@evil.net\r\n"));
    }
}
