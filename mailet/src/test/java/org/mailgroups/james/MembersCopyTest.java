// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.PerRecipientHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.Senders;
import org.mailgroups.group.setting.CopySettings;
import org.mailgroups.group.setting.FromRewrite;
import org.mailgroups.group.setting.ReplyTo;
import org.mailgroups.group.setting.SendAs;
import org.mailgroups.group.setting.SpamPolicy;
import org.mailgroups.group.setting.Unsubscribe;
import org.mailgroups.james.author.SigningDomains;
import org.mailgroups.james.processor.CopySigner;
import org.mailgroups.james.spool.Marks;
import org.mailgroups.james.spool.Spool;

/** What members see, here and elsewhere. */
class MembersCopyTest {
    private static final String AUTHOR =
            "From: \"Ann, A.\" <ann@partner.example>\r\nTo: team@example.org\r\n" + "Subject: Hello\r\n";
    private static final String BODY = "\r\nHello\r\n";
    private static final String ELSEWHERE = "eve@other.net";
    private static final String HERE = "bob@example.org";

    private final MemoryPlugin plugin = new MemoryPlugin();

    @BeforeEach
    void makeGroup() {
        plugin.server.group("team@example.org", HERE, ELSEWHERE);
        set(copies -> copies);
    }

    private void set(UnaryOperator<CopySettings> change) {
        plugin.server.settings(
                "team@example.org",
                GroupSettings.DEFAULT.withSenders(Senders.ANYONE).withCopies(change.apply(CopySettings.DEFAULT)));
    }

    private static MailImpl mail(String content) throws Exception {
        return mail("ann@partner.example", content);
    }

    private static MailImpl mail(String sender, String content) throws Exception {
        MailImpl mail = MailImpl.builder()
                .name("message")
                .sender(sender)
                .addRecipients("team@example.org")
                .state("transport")
                .build();
        mail.setMessageContent(MimeMessageInputStreamSource.create(
                "message", new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8))));
        Marks.giveKey(mail, UUID.randomUUID().toString());
        return mail;
    }

    private void post(String content) throws Exception {
        post(mail(content));
    }

    private void post(Mail mail) throws Exception {
        plugin.mailet().service(mail);
        plugin.deliver();
    }

    private String copyFor(String recipient) {
        return plugin.spool.sent().stream()
                .filter(sent -> sent.recipients().contains(recipient))
                .map(Spool.Sent::content)
                .findFirst()
                .orElseThrow();
    }

    private List<String> fields(String recipient, String name) {
        String header = copyFor(recipient).split("\r\n\r\n", 2)[0];
        return List.of(header.replaceAll("\r\n[ \t]+", " ").split("\r\n")).stream()
                .filter(field -> field.toLowerCase(java.util.Locale.ROOT).startsWith(name + ':'))
                .toList();
    }

    private void assertRewritten() {
        assertThat(fields(ELSEWHERE, "from")).containsExactly("From: \"Ann, A. via team\" <team@example.org>");
        assertThat(fields(ELSEWHERE, "reply-to")).containsExactly("Reply-To: \"Ann, A.\" <ann@partner.example>");
        assertNotRewritten(HERE);
    }

    private void assertNotRewritten(String recipient) {
        assertThat(fields(recipient, "from")).containsExactly("From: \"Ann, A.\" <ann@partner.example>");
        assertThat(fields(recipient, "reply-to")).isEmpty();
    }

    private static String signed(String tags) {
        return SigningDomains.sign("d=partner.example; " + tags, AUTHOR + BODY);
    }

    @Test
    void serviceShouldSayHowToLeave() throws Exception {
        post(AUTHOR + "List-Unsubscribe: <mailto:other@list.example>\r\nList-Unsubscribe-Post: x\r\n" + BODY);
        assertThat(fields(HERE, "list-unsubscribe"))
                .containsExactly("List-Unsubscribe: <mailto:team-leave@example.org>");
        assertThat(copyFor(ELSEWHERE)).isEqualTo(copyFor(HERE));
        assertThat(fields(HERE, "list-unsubscribe-post")).isEmpty();
    }

    @Test
    void serviceShouldNotSayHowToLeaveWhenTheGroupDoesNotWantIt() throws Exception {
        set(copies -> copies.withUnsubscribe(Unsubscribe.NONE));
        post(AUTHOR + BODY);
        assertThat(fields(ELSEWHERE, "list-unsubscribe")).isEmpty();
    }

    /** James' own delivery makes no copies for one member each. */
    @Test
    void oneClickShouldBeAsMailWhereJamesDelivers() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        plugin.copySigners.use(
                Set.of("example.org"),
                new CopySigner("groups", generator.generateKeyPair().getPrivate()));
        set(copies -> copies.withUnsubscribe(Unsubscribe.ONE_CLICK));

        post(AUTHOR + BODY);

        for (String member : List.of(HERE, ELSEWHERE)) {
            assertThat(fields(member, "list-unsubscribe"))
                    .containsExactly("List-Unsubscribe: <mailto:team-leave@example.org>");
            assertThat(fields(member, "list-unsubscribe-post")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v=DMARC1; p=reject", "v=DMARC1; p=quarantine; pct=0", "v=DMARC1; p=quarantine; t=y"})
    void serviceShouldReplaceFromElsewhereWhenTheDomainIsStrictAndNothingProvesIt(String record) throws Exception {
        plugin.policies.put("_dmarc.partner.example", record);

        post(AUTHOR + BODY);

        assertRewritten();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v=DMARC1; p=none", "v=DMARC1; p=reject; sp=quarantin", "v=spf1 -all", ""})
    void serviceShouldLeaveFromWhenTheDomainIsNotStrict(String record) throws Exception {
        plugin.policies.put("_dmarc.partner.example", record);

        post(AUTHOR + BODY);

        assertNotRewritten(ELSEWHERE);
        assertThat(copyFor(ELSEWHERE)).isEqualTo(copyFor(HERE));
    }

    @Test
    void serviceShouldLeaveFromWhenTheAuthorsSignatureHolds() throws Exception {
        plugin.policies.put("_dmarc.partner.example", "v=DMARC1; p=reject");

        post(signed(""));

        assertNotRewritten(ELSEWHERE);
        assertThat(plugin.postings.postings().get(0).copies()).hasSize(1);
    }

    @Test
    void serviceShouldKnowWhatBreaksTheAuthorsSignature() throws Exception {
        plugin.policies.put("_dmarc.partner.example", "v=DMARC1; p=reject");
        set(copies -> copies.withSubjectPrefix("[Team]"));

        post(signed(""));
        assertNotRewritten(ELSEWHERE);
        assertThat(fields(ELSEWHERE, "subject")).containsExactly("Subject: [Team] Hello");
        plugin.spool.clear();

        post(SigningDomains.sign("d=partner.example; h=from:to:subject;", AUTHOR + BODY));
        assertRewritten();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h=from:to:list-owner;",
                "h=from:to:list-id;",
                "h=from:from:list-post:to;",
                "l=3;",
                "h=from:to:reply-to:list-help;"
            })
    void serviceShouldKnowThatASignatureOverAbsentListFieldsBreaks(String tags) throws Exception {
        plugin.policies.put("_dmarc.partner.example", "v=DMARC1; p=reject");

        post(SigningDomains.sign("d=partner.example; " + tags, AUTHOR + BODY));

        assertRewritten();
    }

    @Test
    void serviceShouldTakeNoOtherDomainsSignatureForTheAuthors() throws Exception {
        plugin.policies.put("_dmarc.partner.example", "v=DMARC1; p=reject");
        plugin.signers.publish("evil.net");

        post(SigningDomains.sign("d=evil.net;", AUTHOR + BODY));

        assertRewritten();
    }

    @Test
    void serviceShouldReplaceFromWhenTheKeyCannotBeLookedUp() throws Exception {
        plugin.policies.put("_dmarc.partner.example", "v=DMARC1; p=reject");
        plugin.signers.silence("partner.example");

        post(signed(""));

        assertRewritten();
    }

    @Test
    void serviceShouldHeedTheSettingNeverAndAlways() throws Exception {
        plugin.policies.put("_dmarc.partner.example", "v=DMARC1; p=reject");
        set(copies -> copies.withFromRewrite(FromRewrite.NEVER));
        post(AUTHOR + BODY);
        assertNotRewritten(ELSEWHERE);
        plugin.spool.clear();

        plugin.policies.clear();
        set(copies -> copies.withFromRewrite(FromRewrite.ALWAYS));
        post(signed(""));
        assertRewritten();
    }

    /** Bob, a member, writes in the name of the team, which all may know; nobody may know that it was bob. */
    @ParameterizedTest
    @EnumSource
    void serviceShouldSayNothingOfTheAuthorBehindTheGroup(FromRewrite rule) throws Exception {
        plugin.policies.put("_dmarc.example.org", "v=DMARC1; p=reject");
        plugin.server.settings(
                "team@example.org",
                GroupSettings.DEFAULT
                        .withSenders(Senders.MEMBERS)
                        .withSendAs(SendAs.MEMBERS)
                        .withCopies(CopySettings.DEFAULT.withFromRewrite(rule)));

        post(inTheNameOfTheTeam(HERE));

        for (String member : List.of(HERE, ELSEWHERE)) {
            assertThat(fields(member, "from")).containsExactly("From: Our team <team@example.org>");
            assertThat(fields(member, "reply-to")).isEmpty();
            assertThat(copyFor(member)).doesNotContain("bob");
        }
        assertThat(plugin.spool.sent()).extracting(Spool.Sent::sender).allSatisfy(sender -> assertThat(sender)
                .startsWith("team-bounces+"));
        assertThat(plugin.postings.postings()).singleElement().satisfies(posting -> assertThat(posting.author())
                .isEqualTo(HERE));
    }

    private static MailImpl inTheNameOfTheTeam(String user) throws Exception {
        MailImpl mail = mail(
                "team@example.org",
                "From: Our team <team@example.org>\r\nTo: team@example.org\r\nSubject: Hello\r\n" + BODY);
        mail.setAttribute(new Attribute(Mail.SMTP_AUTH_USER, AttributeValue.of(user)));
        return mail;
    }

    /** The author's rights are those of the user, and so is the notice. */
    @ParameterizedTest
    @CsvSource({"MEMBERS, NONE", "ADMINISTRATORS, MEMBERS"})
    void serviceShouldTellTheUserWhenTheGroupDoesNotTakeItsOwnName(Senders senders, SendAs sendAs) throws Exception {
        plugin.server.settings(
                "team@example.org", GroupSettings.DEFAULT.withSenders(senders).withSendAs(sendAs));

        post(inTheNameOfTheTeam(HERE));

        assertThat(plugin.spool.sent()).singleElement().satisfies(notice -> {
            assertThat(notice.state()).isEqualTo("bounces");
            assertThat(notice.sender()).isEqualTo(HERE);
        });
    }

    /** Our signature would vouch for a name below, beside or above our own domain. */
    @ParameterizedTest
    @CsvSource({"whenNeeded, boss@sub.example.org", "never, boss@sub.example.org", "whenNeeded, boss@org"})
    void serviceShouldNotVouchForAStrangerInTheNameOfOurOrganisation(String rule, String from) throws Exception {
        plugin.policies.put("_dmarc.example.org", "v=DMARC1; p=none");
        plugin.policies.put("_dmarc.org", "v=DMARC1; p=none");
        set(copies -> copies.withFromRewrite(FromRewrite.parse(rule)));

        post("From: " + from + "\r\nTo: team@example.org\r\n" + BODY);

        assertThat(fields(ELSEWHERE, "from")).containsExactly("From: \"boss via team\" <team@example.org>");
    }

    @Test
    void serviceShouldKeepTheAuthorsReplyToBesideTheAuthor() throws Exception {
        plugin.policies.put("_dmarc.partner.example", "v=DMARC1; p=reject");

        post("Reply-To: desk@partner.example\r\n" + AUTHOR + BODY);

        assertThat(fields(ELSEWHERE, "reply-to"))
                .containsExactly("Reply-To: desk@partner.example, \"Ann, A.\" <ann@partner.example>");
        assertThat(fields(HERE, "reply-to")).containsExactly("Reply-To: desk@partner.example");
    }

    @Test
    void serviceShouldSendAnswersToTheGroupWhenItIsSetSo() throws Exception {
        plugin.policies.put("_dmarc.partner.example", "v=DMARC1; p=reject");
        set(copies -> copies.withReplyTo(ReplyTo.GROUP));

        post("Reply-To: desk@partner.example\r\n" + AUTHOR + BODY);

        assertThat(fields(HERE, "reply-to")).containsExactly("Reply-To: \"team\" <team@example.org>");
        assertThat(fields(ELSEWHERE, "reply-to"))
                .containsExactly("Reply-To: \"team\" <team@example.org>, \"Ann, A.\" <ann@partner.example>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=?utf-8?Q?x=0D=0ABcc=3A_all=40other.net?= <ann@partner.example>",
                "\"x\\\r\n y\" <ann@partner.example>",
                "=?utf-8?B?Ij4gPGV2ZUBldmlsLm5ldD4s?= <ann@partner.example>",
                "ann@partner.example (x\r\n Bcc: all@other.net)",
                "ann@partner.example"
            })
    void serviceShouldKeepAnAuthorsNameInsideFrom(String from) throws Exception {
        set(copies -> copies.withFromRewrite(FromRewrite.ALWAYS));

        post("From: " + from + "\r\nTo: team@example.org\r\n" + BODY);

        assertThat(fields(ELSEWHERE, "from"))
                .singleElement()
                .asString()
                .matches("From: (?:\"(?:[^\"\\\\]|\\\\.)*\"|=\\?UTF-8\\?B\\?.*\\?=) <team@example\\.org>");
        assertThat(fields(ELSEWHERE, "bcc")).isEmpty();
    }

    private MailImpl arrived(String user, String content) throws Exception {
        MailImpl mail = user == null ? mail(content) : mail(user, content);
        assertThat(plugin.handler().onMessage(plugin.session(user), mail)).isEqualTo(HookResult.DECLINED);
        return mail;
    }

    private void set(SpamPolicy spam) {
        plugin.server.settings(
                "team@example.org",
                GroupSettings.DEFAULT.withSenders(Senders.ANYONE).withSpam(spam));
    }

    @ParameterizedTest
    @CsvSource({
        "X-Spam-Flag, YES",
        "X-Spam-Status, 'Yes, score=9.1 required=5.0'",
        "X-Spam, Yes",
        "X-SPAM, 'true ; 12.0 / 5.0'"
    })
    void serviceShouldHoldWhatOurFilterTakesForSpam(String name, String value) throws Exception {
        set(SpamPolicy.HOLD);
        MailImpl mail = arrived(null, AUTHOR + BODY);
        mail.getMessage().addHeader(name, value);

        post(mail);

        assertThat(plugin.held).hasSize(1);
        assertThat(plugin.spool.sentTo("relay")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.apache.james.rspamd.flag", "org.apache.james.spamassassin.flag"})
    void serviceShouldReadTheMarksOfJamesFilters(String name) throws Exception {
        set(SpamPolicy.HOLD);
        MailImpl byAttribute = mail(AUTHOR + BODY);
        byAttribute.setAttribute(new Attribute(AttributeName.of(name), AttributeValue.of("YES")));
        post(byAttribute);
        MailImpl byHeader = mail(AUTHOR + BODY);
        byHeader.addSpecificHeaderForRecipient(
                PerRecipientHeaders.Header.builder().name(name).value("YES").build(),
                byHeader.getRecipients().iterator().next());
        post(byHeader);
        MailImpl clean = mail(AUTHOR + BODY);
        clean.setAttribute(new Attribute(AttributeName.of(name), AttributeValue.of("NO")));
        post(clean);

        assertThat(plugin.held).hasSize(2);
        assertThat(plugin.spool.sent()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authentication-Results: mx.example.org; dkim=pass header.d=bank.example",
                "authentication-results:\r\n\texample.org 1;\r\n\tdmarc=pass",
                "Received-SPF: pass (mx.example.org: domain of bank.example)"
            })
    void serviceShouldTakeOffWhatOthersClaimToHaveVerified(String field) throws Exception {
        plugin.server.user("carol@example.org").mapping("crew@example.org", "team@example.org", "carol@example.org");
        MailImpl mail = mail(field + "\r\n" + AUTHOR + field + "\r\n" + BODY);
        mail.setRecipients(List.of(new MailAddress("team@example.org"), new MailAddress("crew@example.org")));

        post(mail);

        for (String recipient : List.of(HERE, ELSEWHERE, "carol@example.org")) {
            assertThat(fields(recipient, "authentication-results")).isEmpty();
            assertThat(fields(recipient, "received-spf")).isEmpty();
            assertThat(fields(recipient, "from")).isNotEmpty();
        }
    }

    @Test
    void serviceShouldKeepWhatATrustedServerHasVerified() throws Exception {
        MailImpl mail = mail("Authentication-Results: gateway.example.org; dkim=pass\r\n" + AUTHOR + BODY);
        mail.setAttribute(
                new Attribute(AttributeName.of("org.apache.james.SMTPIsAuthNetwork"), AttributeValue.of(true)));

        post(mail);

        assertThat(fields(HERE, "authentication-results"))
                .containsExactly("Authentication-Results: gateway.example.org; dkim=pass");
    }

    @Test
    void serviceShouldTrustNoMarkThatCameIn() throws Exception {
        set(SpamPolicy.HOLD);

        post(arrived(null, "X-Spam-Flag: YES\r\nX-Spam-Status: Yes, score=99\r\n" + AUTHOR + BODY));
        post(mail("X-Spam-Flag: YES\r\n" + AUTHOR + BODY));
        assertThat(plugin.held).isEmpty();

        MailImpl marked = arrived(null, "X-Spam-Flag: YES\r\n" + AUTHOR + BODY);
        marked.getMessage().addHeader("X-Spam-Flag", "YES");
        post(marked);
        assertThat(plugin.held).hasSize(1);
    }

    @Test
    void serviceShouldRefuseOrDistributeSpamWhenItIsSetSo() throws Exception {
        set(SpamPolicy.REFUSE);
        MailImpl refused = arrived(null, AUTHOR + BODY);
        refused.getMessage().addHeader("X-Spam-Flag", "YES");
        post(refused);
        assertThat(plugin.spool.sentTo("group-refused")).hasSize(1);
        assertThat(plugin.held).isEmpty();

        set(SpamPolicy.DISTRIBUTE);
        MailImpl distributed = arrived(null, AUTHOR + BODY);
        distributed.getMessage().addHeader("X-Spam-Flag", "YES");
        post(distributed);
        assertThat(fields(ELSEWHERE, "x-spam-flag")).containsExactly("X-Spam-Flag: YES");
    }

    @Test
    void onMessageShouldAddWhatASubmittedMessageLacks() throws Exception {
        String ours = AUTHOR.replace("ann@partner.example", HERE);
        MailImpl submitted = arrived(HERE, ours + BODY);
        submitted.setAttribute(new Attribute(Mail.SMTP_AUTH_USER, AttributeValue.of(HERE)));

        post(submitted);

        assertThat(fields(ELSEWHERE, "message-id")).singleElement().asString().matches("Message-ID: <[^<>@]+@[^<>@]+>");
        assertThat(fields(ELSEWHERE, "date")).hasSize(1);
        assertThat(fields(HERE, "message-id")).isEqualTo(fields(ELSEWHERE, "message-id"));
        assertThat(fields(HERE, "date")).isEqualTo(fields(ELSEWHERE, "date"));
    }

    @Test
    void onMessageShouldLeaveAMessageFromElsewhereAsItIs() throws Exception {
        post(arrived(null, AUTHOR + BODY));
        assertThat(fields(ELSEWHERE, "message-id")).isEmpty();
        assertThat(fields(ELSEWHERE, "date")).isEmpty();
    }
}
