// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.core.Username;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.AbstractSenderAuthIdentifyVerificationHook;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.protocols.smtp.hook.MailHook;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.Senders;
import org.mailgroups.group.setting.SendAs;
import org.mailgroups.value.Address;

/**
 * Alice administers the team under her alias al@, bob is a member, carol is in a group that is a member, and dave is
 * nothing.
 */
class SendAsGroupTest {
    private static final String TEAM = "team@example.org";

    private final MemoryPlugin plugin = new MemoryPlugin();
    private final SendAsGroup hook = new SendAsGroup(plugin.authors());
    private final MailHook james = new JamesIdentity();
    private final Map<Object, Object> transaction = new HashMap<>();

    SendAsGroupTest() {
        plugin.identities.alias("alice@example.org", "al@example.org").alias("bob@example.org", "robert@example.org");
        plugin.server
                .user("alice@example.org")
                .user("bob@example.org")
                .user("carol@example.org")
                .user("dave@example.org")
                .group("dev@example.org", "carol@example.org")
                .group("other@example.org", "dave@example.org")
                .group(TEAM, "bob@example.org", "dev@example.org")
                .administrators(TEAM, "al@example.org");
        rule(SendAs.MEMBERS);
    }

    private void rule(SendAs rule) {
        plugin.server.settings(
                TEAM, GroupSettings.DEFAULT.withSenders(Senders.ANYONE).withSendAs(rule));
    }

    /** James' own rule for MAIL FROM, with users' aliases. */
    private final class JamesIdentity extends AbstractSenderAuthIdentifyVerificationHook {
        @Override
        protected boolean isLocalDomain(Domain domain) {
            return domain.asString().equals("example.org");
        }

        @Override
        protected Username getUser(MailAddress mailAddress) {
            return Username.of(mailAddress.asString());
        }

        @Override
        protected boolean isSenderAllowed(Username user, Username sender) {
            return plugin.identities.userCanSendFrom(user, sender);
        }
    }

    private SMTPSession session(String user) {
        return (SMTPSession) Proxy.newProxyInstance(
                SMTPSession.class.getClassLoader(),
                new Class<?>[] {SMTPSession.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getUsername" -> user == null ? null : Username.of(user);
                    case "getAttachment" -> Optional.ofNullable(transaction.get(arguments[0]));
                    case "setAttachment" -> Optional.ofNullable(transaction.put(arguments[0], arguments[1]));
                    case "isRelayingAllowed" -> user != null;
                    default -> throw new IllegalStateException("the handler needs no " + method);
                });
    }

    /** Says MAIL FROM, as James' command handler asks its hooks. */
    private HookResult mailFrom(String user, String sender) {
        SMTPSession session = session(user);
        MaybeSender mailFrom = MaybeSender.getMailSender(sender);
        session.setAttachment(SMTPSession.SENDER, mailFrom, State.Transaction);
        return hook.onHookResult(session, james.doMail(session, mailFrom), 0, james);
    }

    private static MailImpl mail(String sender, String header) throws Exception {
        MailImpl mail = MailImpl.builder()
                .name("message")
                .sender(MaybeSender.getMailSender(sender))
                .addRecipient("eve@other.net")
                .build();
        mail.setMessageContent(MimeMessageInputStreamSource.create(
                "message", new ByteArrayInputStream((header + "\r\n\r\nHello\r\n").getBytes(StandardCharsets.UTF_8))));
        return mail;
    }

    private HookResult data(String user, String header) throws Exception {
        return hook.onMessage(session(user), mail(user, header));
    }

    private static void assertTaken(HookResult result) {
        assertThat(result.getResult()).isEqualTo(HookReturnCode.declined());
    }

    /** The answer that James gives to whoever writes as somebody else. */
    private static void assertRefused(HookResult result) {
        assertThat(result.getResult()).isEqualTo(HookReturnCode.deny());
        assertThat(result.getSmtpRetCode()).isEqualTo("503");
        assertThat(result.getSmtpDescription()).endsWith(" Incorrect Authentication for Specified Email Address");
    }

    private static void assertDeferred(HookResult result) {
        assertThat(result.getResult()).isEqualTo(HookReturnCode.denySoft());
        assertThat(result.getSmtpRetCode()).isEqualTo("451");
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, false, false, false",
        "ADMINISTRATORS, true, false, false",
        "MEMBERS, true, true, true",
    })
    void groupShouldBeTheSenderOfThoseWhomItsRuleNames(
            SendAs rule, boolean administrator, boolean member, boolean nested) throws Exception {
        rule(rule);
        Map<String, Boolean> may = Map.of(
                "alice@example.org", administrator,
                "bob@example.org", member,
                "carol@example.org", nested,
                "dave@example.org", false);

        for (Map.Entry<String, Boolean> each : may.entrySet()) {
            transaction.clear();
            HookResult mailFrom = mailFrom(each.getKey(), TEAM);
            HookResult data = data(each.getKey(), "From: Our team <Team@Example.org>");
            if (each.getValue()) {
                assertTaken(mailFrom);
                assertTaken(data);
            } else {
                assertRefused(mailFrom);
                assertRefused(data);
            }
        }
    }

    @Test
    void ownAddressesShouldStayAsTheyAreEvenWithoutAStore() throws Exception {
        plugin.server.goesDown();

        assertTaken(mailFrom("bob@example.org", "bob@example.org"));
        assertTaken(mailFrom("bob@example.org", "robert@example.org"));
        assertTaken(data("bob@example.org", "From: Bob <bob@example.org>"));
        assertTaken(data("bob@example.org", "From: somebody@elsewhere.test"));
    }

    @Test
    void senderShouldBeDeferredWhenNobodyKnowsWhetherItIsAGroup() throws Exception {
        plugin.server.goesDown();

        assertDeferred(mailFrom("bob@example.org", TEAM));
        assertDeferred(data("bob@example.org", "From: " + TEAM));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "other@example.org",
                "team+x@example.org",
                "sales@example.org",
                "team-owner@example.org",
                "nobody@example.org",
                "dave@example.org",
                "team@elsewhere.test",
                "<>"
            })
    void othersShouldBeRefusedAsJamesRefusesThem(String sender) {
        plugin.server.mapping("sales@example.org", TEAM);

        assertRefused(mailFrom("bob@example.org", sender));
    }

    @Test
    void rightShouldEndWithTheGroupOrItsAddress() {
        assertTaken(mailFrom("bob@example.org", TEAM));
        plugin.server.rename(TEAM, "crew@example.org");
        assertRefused(mailFrom("bob@example.org", TEAM));
        assertTaken(mailFrom("bob@example.org", "crew@example.org"));

        plugin.server.user("crew@example.org");
        assertRefused(mailFrom("bob@example.org", "crew@example.org"));
        plugin.server.removeUser("crew@example.org");
        plugin.server.disband("crew@example.org");
        assertRefused(mailFrom("bob@example.org", "crew@example.org"));
    }

    @Test
    void rightShouldEndWithTheMembership() {
        assertTaken(mailFrom("carol@example.org", TEAM));
        plugin.server.removeMembers(Address.parse("dev@example.org"), List.of(Address.parse("carol@example.org")));

        assertRefused(mailFrom("carol@example.org", TEAM));
    }

    @Test
    void clientThatHasNotAuthenticatedShouldHaveJamesAnswer() throws Exception {
        HookResult result = mailFrom(null, TEAM);
        assertThat(result.getResult()).isEqualTo(HookReturnCode.deny());
        assertThat(result.getSmtpRetCode()).isEqualTo("530");
        assertTaken(hook.onMessage(session(null), mail("eve@other.net", "From: " + TEAM)));
    }

    @Test
    void otherRefusalsShouldStay() {
        HookResult refusal = HookResult.builder()
                .hookReturnCode(HookReturnCode.deny())
                .smtpDescription("5.7.1 for another reason")
                .build();
        mailFrom("bob@example.org", TEAM);

        assertThat(hook.onHookResult(session("bob@example.org"), refusal, 0, hook))
                .isSameAs(refusal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: team@example.org",
                "From: dave@example.org, team@example.org",
                "From: dave@example.org\r\nFrom: team@example.org",
                "From: TEAM@EXAMPLE.ORG",
                "From: \"dave@example.org\" <team@example.org>",
                "From: Dave [HR] <team@example.org>",
                "From:\r\n team@example.org",
                "From: us: team@example.org;",
                "From : team@example.org",
                "From: <@elsewhere.test:team@example.org>",
            })
    void groupInFromShouldBeRefusedWhateverTheEnvelopeSays(String header) throws Exception {
        assertRefused(data("dave@example.org", header));
    }

    /** James 3.9 looks at From after DATA, and refuses what is not the user's own. */
    @ParameterizedTest
    @CsvSource({
        "From: team@example.org, true",
        "'From: bob@example.org, team@example.org', true",
        "'From: team@example.org, robert@example.org', true",
        "'From: team@example.org, dave@example.org', false",
        "'From: team@example.org, eve@other.net', false",
        "'From: team@example.org, other@example.org', false",
        "'From: bob@example.org', false",
        "'From: dave@example.org', false",
        "'Subject: x', false",
    })
    void refusalAfterDataShouldBeTakenBackForAGroupAndTheOwnAddressOnly(String header, boolean isTakenBack)
            throws Exception {
        mailFrom("bob@example.org", TEAM);
        SMTPSession session = session("bob@example.org");
        hook.onMessage(session, mail(TEAM, header));
        HookResult refusal = james.doMail(session, MaybeSender.getMailSender("dave@example.org"));

        HookResult result = hook.onHookResult(session, refusal, 0, james);

        assertThat(result.getResult()).isEqualTo(isTakenBack ? HookReturnCode.declined() : HookReturnCode.deny());
    }

    @ParameterizedTest
    @CsvSource({
        "team@example.org, true",
        "'team@example.org, bob@example.org', false",
        "'team@example.org, eve@other.net', false",
        "bob@example.org, false",
    })
    void matcherShouldFindMailOfAGroupAlone(String from, boolean isOfGroup) throws Exception {
        MailImpl mail = mail("bob@example.org", "From: " + from);
        assertTaken(hook.onMessage(session("bob@example.org"), mail));

        assertThat(new SentAsGroup().match(mail)).hasSize(isOfGroup ? 1 : 0);
    }

    @Test
    void headerBeyondItsBoundsShouldBeRefused() throws Exception {
        assertThat(data("bob@example.org", "X: y\r\n".repeat(20_000) + "From: " + TEAM)
                        .getSmtpDescription())
                .startsWith("5.6.0 ");
    }

    private MailImpl reported(String user, String sender) throws Exception {
        MailImpl mail = mail(sender, "From: " + sender);
        if (user != null) {
            mail.setAttribute(new Attribute(Mail.SMTP_AUTH_USER, AttributeValue.of(user)));
        }
        ReportToAuthor mailet = new ReportToAuthor(plugin.groupSenders());
        mailet.init(FakeMailetConfig.builder().build());
        mailet.service(mail);
        return mail;
    }

    @Test
    void reportShouldGoToTheAuthorBehindTheGroup() throws Exception {
        assertThat(reported("bob@example.org", TEAM).getMaybeSender().asString())
                .isEqualTo("bob@example.org");
    }

    @Test
    void otherReportsShouldGoWhereTheyWent() throws Exception {
        for (String sender : List.of("robert@example.org", "team-bounces+x@example.org", "eve@other.net", "<>")) {
            assertThat(reported("bob@example.org", sender).getMaybeSender().asString())
                    .isEqualTo(sender);
        }
        assertThat(reported(null, TEAM).getMaybeSender().asString()).isEqualTo(TEAM);
    }
}
