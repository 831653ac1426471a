// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.author;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.mail.MessagingException;
import org.apache.james.core.MaybeSender;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.group.AllowedSender;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.Senders;
import org.mailgroups.value.Address;

class ExternalProofTest {
    private static final Address ANN = Address.parse("ann@partner.example");
    private static final String FROM = "From: Ann <ann@partner.example>\r\n";
    private static final String SIGNED = signature("d=partner.example");
    private static final String PASS = "pass (identity @partner.example)";

    private final ExternalProof proof = new ExternalProof(new MemoryServer());

    private static String signature(String tags) {
        return "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple; s=sel;\r\n h=from:to; bh=aGFzaA==; " + tags
                + ";\r\n\tb=c2ln\r\n bmF0dXJl==\r\n";
    }

    private static MailImpl mail(String sender, String header) throws MessagingException {
        MailImpl mail = MailImpl.builder()
                .name("message")
                .sender(sender)
                .addRecipient("team@example.org")
                .build();
        String content = header + "To: team@example.org\r\n\r\nHello\r\n";
        mail.setMessageContent(MimeMessageInputStreamSource.create(
                "message", new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8))));
        return mail;
    }

    private static MailImpl with(MailImpl mail, AttributeName name, String value) {
        mail.setAttribute(new Attribute(name, AttributeValue.of(value)));
        return mail;
    }

    private static MailImpl dkim(String header, String result) throws MessagingException {
        return with(mail("bounce@sender.net", header), ExternalProof.DKIM_RESULT, result);
    }

    private static GroupEntry groupAllowing(String... allowed) {
        GroupSettings settings = GroupSettings.DEFAULT
                .withSenders(Senders.LISTED)
                .withAllowedSenders(
                        List.of(allowed).stream().map(AllowedSender::parse).toList());
        return new GroupEntry(
                1, Address.parse("team@example.org"), "Team", 1, List.of(Address.parse("a@example.org")), settings);
    }

    @Test
    void ofShouldProveNothingWhenNoMethodIsSetUpWhateverJamesReports() throws Exception {
        MailImpl mail = dkim(FROM + SIGNED, PASS);
        with(mail, ExternalProof.SPF_RESULT, "pass");

        assertThat(proof.of(mail)).isEmpty();
        assertThat(proof.isPossible(groupAllowing("@partner.example"), mail)).isFalse();
        assertThat(proof.isPossible(groupAllowing("@partner.example"), mail.getMaybeSender()))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SPF", "both", "spf dkim"})
    void parseShouldRefuseAnUnknownMethod(String text) {
        assertThatThrownBy(() -> ExternalProof.Method.parse(text)).isInstanceOf(MessagingException.class);
    }

    @Test
    void useShouldFailWhenAnotherPlaceOfTheMailetHasAnotherMethod() throws Exception {
        proof.use(ExternalProof.Method.SPF);
        proof.use(ExternalProof.Method.SPF);

        assertThatThrownBy(() -> proof.use(ExternalProof.Method.NONE))
                .isInstanceOf(MessagingException.class)
                .hasMessage("all places of GroupExpansion need the same externalProof, not spf and none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"spf", "dkim"})
    void ofShouldProveNothingWhenOnlyHeaderFieldsSayIt(String method) throws Exception {
        proof.use(ExternalProof.Method.parse(method));
        String forged = "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=ann@partner.example; dkim=pass"
                + " header.d=partner.example\r\n"
                + "Received-SPF: pass (example.org: domain of ann@partner.example designates 192.0.2.1)\r\n"
                + "X-DKIM-Result: pass (identity @partner.example)\r\n"
                + "jDKIM.AUTHRESULT: pass (identity @partner.example)\r\n"
                + "org.apache.james.transport.mailets.spf.result: pass\r\n"
                + "Return-Path: <ann@partner.example>\r\n"
                + "Received: from mx.partner.example by mx.example.org with ESMTPA\r\n";

        assertThat(proof.of(mail("ann@partner.example", forged + FROM + SIGNED)))
                .isEmpty();
    }

    @Nested
    class Spf {
        Spf() throws MessagingException {
            proof.use(ExternalProof.Method.SPF);
        }

        private MailImpl spf(String sender, String header, String result) throws MessagingException {
            return with(mail(sender, header), ExternalProof.SPF_RESULT, result);
        }

        @Test
        void ofShouldProveMailFromWhenTheResultIsPass() throws Exception {
            assertThat(proof.of(spf("ann@partner.example", FROM, "pass"))).containsExactly(ANN);
            assertThat(proof.of(spf("news@partner.example", FROM, "pass")))
                    .containsExactly(Address.parse("news@partner.example"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"none", "neutral", "fail", "softfail", "temperror", "permerror", "PASS ", "pass fail", ""})
        void ofShouldProveNothingWhenTheResultIsAnythingElse(String result) throws Exception {
            assertThat(proof.of(spf("ann@partner.example", FROM, result))).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "From: boss@example.org\r\n",
                    "From: ann@other.example\r\n",
                    "From: ann@sub.partner.example\r\n",
                    "From: ann@partner.example, boss@example.org\r\n",
                    "From: ann@partner.example\r\nFrom: boss@example.org\r\n",
                    "From: boss\r\n",
                    "From: \"ann@partner.example\" <boss@example.org>\r\n",
                    ""
                })
        void ofShouldProveNothingWhenMembersWouldSeeSomebodyElse(String from) throws Exception {
            assertThat(proof.of(spf("ann@partner.example", from, "pass"))).isEmpty();
        }

        @Test
        void ofShouldProveNothingWhenTheAddressIsOneOfOurs() throws Exception {
            assertThat(proof.of(spf("boss@example.org", "From: boss@example.org\r\n", "pass")))
                    .isEmpty();
        }

        @Test
        void ofShouldProveNothingWhenTheSenderIsNull() throws Exception {
            MailImpl mail = MailImpl.duplicate(spf("ann@partner.example", FROM, "pass"));
            mail.setSender(null);

            assertThat(proof.of(mail)).isEmpty();
        }

        @Test
        void isPossibleShouldAskTheListAtRcpt() {
            GroupEntry group = groupAllowing("@partner.example", "boss@example.org");

            assertThat(proof.isPossible(group, MaybeSender.getMailSender("ann@partner.example")))
                    .isTrue();
            assertThat(proof.isPossible(group, MaybeSender.getMailSender("ann@other.example")))
                    .isFalse();
            assertThat(proof.isPossible(group, MaybeSender.getMailSender("ann@sub.partner.example")))
                    .isFalse();
            assertThat(proof.isPossible(
                            groupAllowing("ann@partner.example"), MaybeSender.getMailSender("bounce@partner.example")))
                    .as("From may be ann")
                    .isTrue();
            assertThat(proof.isPossible(group, MaybeSender.getMailSender("boss@example.org")))
                    .isFalse();
            assertThat(proof.isPossible(group, MaybeSender.nullSender())).isFalse();
        }
    }

    @Nested
    class Dkim {
        Dkim() throws MessagingException {
            proof.use(ExternalProof.Method.DKIM);
        }

        @Test
        void ofShouldProveFromWhenASignatureOfItsDomainVerified() throws Exception {
            assertThat(proof.of(dkim(FROM + SIGNED, PASS))).containsExactly(ANN);
            assertThat(proof.of(dkim(
                            FROM + signature("d=PARTNER.example; i=ann@Partner.Example"),
                            "pass (identity ann@Partner.Example)")))
                    .containsExactly(ANN);
            assertThat(proof.of(dkim(
                            FROM + SIGNED + signature("d=mailer.net"),
                            "pass (identity @mailer.net) (identity @partner.example)")))
                    .containsExactly(ANN);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "neutral (no signatures)",
                    "fail (identity@partner.example: no key)",
                    "fail (pass (identity @partner.example))",
                    "pass",
                    "pass (identity @mailer.net)",
                    "pass (identity @sub.partner.example)",
                    "pass (identity @partner.example.evil.net)",
                    "pass (identity @xpartner.example)",
                    "pass (identity @partner.example) and more",
                    "passed (identity @partner.example)"
                })
        void ofShouldProveNothingWhenNoSignatureOfTheDomainVerified(String result) throws Exception {
            assertThat(proof.of(dkim(FROM + SIGNED, result))).isEmpty();
        }

        @Test
        void ofShouldProveNothingWhenTheMessageHasNoSuchSignature() throws Exception {
            assertThat(proof.of(dkim(FROM, PASS))).isEmpty();
            assertThat(proof.of(dkim(FROM + signature("d=example; i=@partner.example"), PASS)))
                    .isEmpty();
        }

        @Test
        void ofShouldProveNothingWhenAnIdentityPretendsToBeAnother() throws Exception {
            // James decodes i= to "x) (identity @partner.example) (identity y@evil.net".
            String trick =
                    signature("d=evil.net; i=x=29=20=28identity=20@partner.example=29=20=28identity=20y@evil.net");
            String result = "pass (identity x) (identity @partner.example) (identity y@evil.net)";
            String shorter = "pass (identity x@partner.example) (identity y@evil.net)";

            assertThat(proof.of(dkim(FROM + trick, result))).isEmpty();
            assertThat(proof.of(dkim(FROM + trick + SIGNED, result))).isEmpty();
            assertThat(proof.of(dkim(FROM + trick + SIGNED, shorter))).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "d=partner.example; l=100",
                    "d=partner.example; d=evil.net",
                    "d=partner.example; nothing",
                    "i=@partner.example",
                    "d=partner.example; i=@evil.net@partner.example",
                    "d=partner.example; i=a b@partner.example",
                    "d=partner.example; i=(@partner.example"
                })
        void ofShouldProveNothingWhenTheSignatureIsNotPlainOrNotWhole(String tags) throws Exception {
            assertThat(proof.of(dkim(FROM + signature(tags), PASS))).isEmpty();
            assertThat(proof.of(dkim(FROM + SIGNED + signature(tags), PASS))).isEmpty();
        }

        @Test
        void ofShouldProveNothingWhenTheHashIsSha1() throws Exception {
            assertThat(proof.of(dkim(FROM + SIGNED.replace("rsa-sha256", "rsa-sha1"), PASS)))
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "From: boss@example.org\r\n",
                    "From: ann@partner.example, boss@example.org\r\n",
                    "From: ann@partner.example\r\nFrom: boss@example.org\r\n",
                    "From: boss@example.org\r\nFrom: ann@partner.example\r\n",
                    "From: \"ann@partner.example\" <ann@evil.net>\r\n",
                    "Sender: ann@partner.example\r\n"
                })
        void ofShouldProveNothingWhenFromIsNotOneAddressOfTheDomain(String from) throws Exception {
            assertThat(proof.of(dkim(from + SIGNED, PASS))).isEmpty();
        }

        @Test
        void ofShouldProveNothingWhenTheDomainIsOneOfOurs() throws Exception {
            assertThat(proof.of(dkim(
                            "From: boss@example.org\r\n" + signature("d=example.org"), "pass (identity @example.org)")))
                    .isEmpty();
        }

        @Test
        void isPossibleShouldLeaveItToTheMessageWhenTheGroupHasAList() throws Exception {
            GroupEntry group = groupAllowing("@partner.example");
            MaybeSender bounces = MaybeSender.getMailSender("bounce@mailer.net");

            assertThat(proof.isPossible(group, bounces)).isTrue();
            assertThat(proof.isPossible(groupAllowing(), bounces)).isFalse();
            assertThat(proof.isPossible(group, mail("bounce@mailer.net", FROM + SIGNED)))
                    .isTrue();
            assertThat(proof.isPossible(group, mail("bounce@mailer.net", FROM))).isFalse();
            assertThat(proof.isPossible(group, mail("ann@partner.example", "From: eve@evil.net\r\n" + SIGNED)))
                    .isFalse();
        }

        @Test
        void isPossibleShouldBeFalseWhenOnlySendersOfOurOwnAreListed() {
            MaybeSender stranger = MaybeSender.getMailSender("eve@evil.net");

            assertThat(proof.isPossible(groupAllowing("@example.org", "boss@example.org"), stranger))
                    .isFalse();
            assertThat(proof.isPossible(groupAllowing("@example.org", "ann@partner.example"), stranger))
                    .isTrue();
        }

        @Test
        void isPossibleShouldBeFalseWhenThePolicyCannotBeRead() throws Exception {
            GroupEntry group = groupAllowing("@partner.example");
            GroupEntry unreadable = new GroupEntry(
                    1,
                    group.address(),
                    "Team",
                    1,
                    group.administrators(),
                    group.settings().withSenders(Senders.UNREADABLE));

            assertThat(proof.isPossible(unreadable, MaybeSender.getMailSender("ann@partner.example")))
                    .isFalse();
            assertThat(proof.isPossible(unreadable, mail("ann@partner.example", FROM + SIGNED)))
                    .isFalse();
        }
    }
}
