// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
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
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.Moderation;
import org.mailgroups.group.Senders;
import org.mailgroups.group.setting.Join;
import org.mailgroups.james.author.ExternalProof;
import org.mailgroups.james.author.SigningDomains;
import org.mailgroups.james.message.Trace;
import org.mailgroups.token.Signer;

/**
 * The answers of RCPT and DATA that the policy alone does not give: role addresses, and senders whose proof comes
 * later.
 */
class GroupRcptHandlerTest {
    private static final String BODY = "\r\nHello\r\n";

    private final MemoryPlugin plugin = new MemoryPlugin();
    private final MemoryServer server = plugin.server
            .group("team@example.org", "bob@other.net")
            .settings(
                    "team@example.org",
                    GroupSettings.DEFAULT
                            .withSenders(Senders.MEMBERS)
                            .withAllowedSenders(List.of(AllowedSender.parse("@partner.example"))));
    private final SigningDomains signers = plugin.signers;

    private HookResult rcpt(String user, String sender, String recipient) throws Exception {
        return rcptIn(plugin.session(user), sender, recipient);
    }

    private HookResult rcptIn(SMTPSession session, String sender, String recipient) throws Exception {
        return plugin.handler().doRcpt(session, MaybeSender.getMailSender(sender), new MailAddress(recipient));
    }

    private HookResult data(String sender, String header) throws Exception {
        return data(null, sender, header, "team@example.org");
    }

    private HookResult data(String user, String sender, String header, String recipient) throws Exception {
        return arrived(plugin.session(user), sender, header + BODY, recipient);
    }

    private HookResult arrived(SMTPSession session, String sender, String content, String recipient) throws Exception {
        MailImpl mail = MailImpl.builder()
                .name("message")
                .sender(MaybeSender.getMailSender(sender))
                .addRecipient(recipient)
                .build();
        mail.setMessageContent(MimeMessageInputStreamSource.create(
                "message", new ByteArrayInputStream(content.getBytes(StandardCharsets.US_ASCII))));
        return plugin.handler().onMessage(session, mail);
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
    @ValueSource(strings = {"team-owner@example.org", "team-request@example.org", "team-join@example.org"})
    void doRcptShouldTakeRoleAddressesFromAuthenticatedUsersOnly(String role) throws Exception {
        assertNotRefused(rcpt("bob@example.org", "bob@example.org", role));
        assertRefused(rcpt(null, "bob@example.org", role));
        assertRefused(rcpt(null, "ann@partner.example", role));
        assertRefused(rcpt("bob@example.org", "<>", role));
    }

    @Test
    void doRcptShouldTakeWishesOfPeopleElsewhereThatMayComeTrue() throws Exception {
        assertNotRefused(rcpt(null, "ann@partner.example", "team-leave@example.org"));
        assertRefused(rcpt(null, "ann@partner.example", "team-join@example.org"));
        plugin.server.settings("team@example.org", GroupSettings.DEFAULT.withJoin(Join.REQUEST));
        assertNotRefused(rcpt(null, "ann@partner.example", "team-join@example.org"));

        for (String role : new String[] {"team-leave@example.org", "team-join@example.org"}) {
            assertNotRefused(rcpt("bob@example.org", "bob@example.org", role));
            assertRefused(rcpt(null, "bob@example.org", role));
            assertRefused(rcpt(null, "<>", role));
        }
    }

    @Test
    void doRcptShouldRefuseAnAllowedSenderWhenNothingCanProveIt() throws Exception {
        assertRefused(rcpt(null, "ann@partner.example", "team@example.org"));
    }

    @Test
    void doRcptShouldWaitForTheProofWhenThereMayBeOne() throws Exception {
        plugin.verifyBy(ExternalProof.Method.SPF);
        assertNotRefused(rcpt(null, "ann@partner.example", "team@example.org"));
        assertRefused(rcpt(null, "eve@evil.net", "team@example.org"));
        assertRefused(rcpt(null, "<>", "team@example.org"));
        assertRefused(rcpt("bob@example.org", "bob@example.org", "team@example.org"));

        plugin.verifyBy(ExternalProof.Method.DKIM);
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
        plugin.isHeldQueueFull = true;

        assertDeferred(rcpt(null, "eve@evil.net", "team@example.org"));
        assertDeferred(rcpt("carol@example.org", "carol@example.org", "team@example.org"));
        assertDeferred(data("eve@evil.net", "From: eve@evil.net\r\n"));
    }

    @Test
    void doRcptShouldTakeWhatNeedNotWaitWhenTooManyWaitAlready() throws Exception {
        plugin.isHeldQueueFull = true;
        GroupSettings settings = GroupSettings.DEFAULT
                .withModeration(Moderation.OUTSIDERS)
                .withAllowedSenders(List.of(AllowedSender.parse("@partner.example")));
        server.settings("team@example.org", settings);
        plugin.verifyBy(ExternalProof.Method.SPF);

        assertNotRefused(rcpt("bob@example.org", "bob@example.org", "team@example.org"));
        assertNotRefused(rcpt(null, "ann@partner.example", "team@example.org"));
        assertDeferred(rcpt(null, "eve@evil.net", "team@example.org"));
        assertNotRefused(data("ann@partner.example", "From: ann@partner.example\r\n"));

        server.settings("team@example.org", settings.withModeration(Moderation.EVERYONE));
        assertDeferred(rcpt(null, "ann@partner.example", "team@example.org"));
    }

    @Test
    void onMessageShouldRefuseWhatNoProofCanAllowAnyMore() throws Exception {
        plugin.verifyBy(ExternalProof.Method.SPF);
        assertNotRefused(data("ann@partner.example", "From: ann@partner.example\r\n"));
        assertRefused(data("ann@partner.example", "From: boss@example.org\r\n"));

        plugin.verifyBy(ExternalProof.Method.DKIM);
        String ann = "From: ann@partner.example\r\n";
        assertNotRefused(signed("partner.example", ann));
        assertRefused(signed("evil.net", ann));
        assertRefused(data("bounce@mailer.net", ann));
        assertRefused(signed("partner.example", "From: eve@evil.net\r\n"));
    }

    @Test
    void onMessageShouldPutAMessageOffWhenItsProofCannotBeLookedUpNow() throws Exception {
        plugin.verifyBy(ExternalProof.Method.DKIM);
        signers.silence("partner.example");

        assertThat(signed("partner.example", "From: ann@partner.example\r\n").getSmtpRetCode())
                .isEqualTo("451");
    }

    private HookResult signed(String signer, String header) throws Exception {
        return arrived(
                plugin.session(null),
                "bounce@mailer.net",
                SigningDomains.sign("d=" + signer + ';', header + BODY),
                "team@example.org");
    }

    @Test
    void onMessageShouldRefuseAnAddressOfOursFromAStrangerWhateverThePolicy() throws Exception {
        server.group("open@example.org", "ann@other.net");
        String boss = "From: The boss <boss@example.org>\r\n";

        assertRefused(data(null, "x@evil.net", boss, "open@example.org"));
        assertRefused(data(null, "x@evil.net", "From: x@evil.net, boss@example.org\r\n", "open@example.org"));
        assertNotRefused(data(null, "x@evil.net", "From: x@evil.net\r\n", "open@example.org"));
        assertNotRefused(data("boss@example.org", "boss@example.org", boss, "open@example.org"));
        plugin.mayClientsRelay = true;
        assertNotRefused(data(null, "x@evil.net", boss, "open@example.org"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto-Submitted: auto-replied",
                "Auto-Submitted: auto-notified; owner-email=bob@example.org",
                "X-Autoreply: yes",
                "X-Autorespond: Re: hello",
                "X-Mail-Autoreply: yes",
                "Auto-Submitted: auto-generated\r\nAuto-Submitted: auto-replied (out of office)",
                "Auto-Submitted: x-unknown",
                "Content-Type: multipart/report; boundary=x; report-type=feedback-report",
                "Content-Type: message/global-delivery-status",
                "Content-Type: message/global-disposition-notification",
                "Precedence: auto_reply",
                "Content-Type: multipart/report; report-type=delivery-status; boundary=x",
                "Content-Type: multipart/report;\r\n report-type=\"disposition-notification\"; boundary=x",
                "Content-Type: message/disposition-notification"
            })
    void onMessageShouldRefuseAutomaticRepliesWhoeverAuthenticated(String field) throws Exception {
        String header = "From: bob@example.org\r\n" + field + "\r\n";
        server.settings("team@example.org", GroupSettings.DEFAULT);

        for (String recipient : List.of("team@example.org", "team-owner@example.org", "team-request@example.org")) {
            assertRefused(data("bob@example.org", "bob@example.org", header, recipient));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto-Submitted: auto-generated",
                "Auto-Submitted: no",
                "Precedence: bulk",
                "X-Autoreply: no",
                "X-Auto-Response-Suppress: All",
                "Content-Type: multipart/report; report-type=x; boundary=delivery-status"
            })
    void onMessageShouldTakeTheReportsOfMachinesAndLetters(String field) throws Exception {
        server.settings("team@example.org", GroupSettings.DEFAULT);

        assertNotRefused(data(
                "bob@example.org",
                "bob@example.org",
                "From: bob@example.org\r\n" + field + "\r\n",
                "team@example.org"));
    }

    @Test
    void anAliasShouldBeAnsweredAsTheGroupsThatItLeadsTo() throws Exception {
        server.mapping("alias@example.org", "team@example.org")
                .mapping("mixed@example.org", "team@example.org", "eve@other.net");
        String eve = "From: eve@evil.net\r\n";

        assertRefused(rcpt(null, "eve@evil.net", "alias@example.org"));
        assertNotRefused(rcpt(null, "eve@evil.net", "mixed@example.org"));
        assertRefused(data(null, "eve@evil.net", eve, "alias@example.org"));
        assertNotRefused(data(null, "eve@evil.net", eve, "mixed@example.org"));

        server.settings("team@example.org", GroupSettings.DEFAULT.withSenders(Senders.ANYONE));
        assertNotRefused(rcpt(null, "eve@evil.net", "alias@example.org"));
        assertNotRefused(data(null, "eve@evil.net", eve, "alias@example.org"));
    }

    @Test
    void onMessageShouldNotLookAgainForGroupsWhenRcptHasFoundNone() throws Exception {
        server.user("bob@example.org").user("ann@example.org");
        SMTPSession session = plugin.session(null);
        assertNotRefused(rcptIn(session, "eve@evil.net", "bob@example.org"));
        server.mapping("bob@example.org", "team@example.org").mapping("ann@example.org", "team@example.org");
        String message = "From: eve@evil.net\r\n" + BODY;

        assertNotRefused(arrived(session, "eve@evil.net", message, "bob@example.org"));
        assertRefused(arrived(session, "eve@evil.net", message, "ann@example.org"));
    }

    @Test
    void onMessageShouldRefuseWhatGoesInCircles() throws Exception {
        server.settings("team@example.org", GroupSettings.DEFAULT.withSenders(Senders.ANYONE));
        String looping = new Trace(new Signer(new byte[] {1})).field(1) + "\r\nFrom: x@evil.net\r\n";

        assertThat(data("x@evil.net", looping).getSmtpDescription()).startsWith("5.4.6 ");
        assertNotRefused(data("x@evil.net", "Resent-From: x@evil.net\r\n" + looping));
        assertThat(data("x@evil.net", "Received: x\r\n".repeat(101) + "From: x@evil.net\r\n")
                        .getSmtpDescription())
                .startsWith("5.4.6 ");
        assertThat(data("x@evil.net", "Received: x\r\n".repeat(1000) + looping).getSmtpDescription())
                .startsWith("5.4.6 ");
    }

    @Test
    void onlyGroupsShouldDependOnTheStore() throws Exception {
        server.user("bob@example.org").mapping("robert@example.org", "bob@example.org");
        server.mapping("crew@example.org", "team@example.org");
        server.goesDown();
        String from = "From: bob@example.org\r\n";

        for (String recipient :
                List.of("bob@example.org", "robert@example.org", "ann@other.net", "\"a b\"@other.net")) {
            assertNotRefused(rcpt(null, "x@evil.net", recipient));
            assertNotRefused(data("bob@example.org", "bob@example.org", from, recipient));
        }
        for (String recipient : List.of("team@example.org", "crew@example.org", "team-owner@example.org")) {
            assertThat(rcpt(null, "x@evil.net", recipient).getSmtpRetCode()).isEqualTo("451");
            assertThat(data("bob@example.org", "bob@example.org", from, recipient)
                            .getSmtpRetCode())
                    .isEqualTo("451");
        }
    }

    @Test
    void onMessageShouldRefuseAReportThatIsTooLarge() throws Exception {
        String reports = plugin.returnPath
                .of(
                        plugin.directory
                                .groupAt(MemoryServer.addresses("team@example.org")
                                        .get(0))
                                .orElseThrow(),
                        UUID.randomUUID())
                .toString();

        assertNotRefused(data(null, null, "From: mailer@other.net\r\n", reports));
        String large = "From: mailer@other.net\r\n\r\n" + "x".repeat(1 << 20) + "\r\n";
        assertThat(arrived(plugin.session(null), null, large, reports).getSmtpRetCode())
                .isEqualTo("552");
    }
}
