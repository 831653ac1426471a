// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.author;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.mail.MessagingException;
import org.apache.james.core.MaybeSender;
import org.apache.james.jspf.core.DNSRequest;
import org.apache.james.jspf.core.DNSService;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.transport.mailets.SPF;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.group.AllowedSender;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.Senders;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

class ExternalProofTest {
    private static final Address ANN = Address.parse("ann@partner.example");
    private static final String FROM = "From: Ann <ann@partner.example>\r\n";
    private static final String BODY = "To: team@example.org\r\n\r\nHello\r\n";
    private static final GroupEntry GROUP = groupAllowing("@partner.example", "boss@example.org");

    private final SigningDomains signers = new SigningDomains()
            .publish("partner.example")
            .publish("evil.net")
            .publish("example.org")
            .publish("mail.example.org");
    private final ExternalProof proof = new ExternalProof(new MemoryServer(), signers.verification());

    private static String signed(String tags, String header) {
        return SigningDomains.sign(tags, header + BODY);
    }

    private Set<Address> proven(MailImpl mail) throws MessagingException {
        return proof.of(mail, HeaderFields.of(mail), GROUP);
    }

    private static MailImpl mail(String sender, String header) throws MessagingException {
        return mailOf(sender, header + BODY);
    }

    private static MailImpl mailOf(String sender, String content) throws MessagingException {
        MailImpl mail = MailImpl.builder()
                .name("message")
                .sender(sender)
                .addRecipient("team@example.org")
                .build();
        mail.setMessageContent(MimeMessageInputStreamSource.create(
                "message", new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8))));
        return mail;
    }

    private static MailImpl with(MailImpl mail, AttributeName name, String value) {
        mail.setAttribute(new Attribute(name, AttributeValue.of(value)));
        return mail;
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
        MailImpl mail = mailOf("ann@partner.example", signed("d=partner.example;", FROM));
        with(mail, ExternalProof.SPF_RESULT, "pass");

        assertThat(proven(mail)).isEmpty();
        assertThat(proof.isPending(mail, HeaderFields.of(mail), GROUP)).isFalse();
        assertThat(proof.isPossible(GROUP, mail.getMaybeSender())).isFalse();
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

        assertThat(proven(mail("ann@partner.example", forged + FROM))).isEmpty();
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
            assertThat(proven(spf("ann@partner.example", FROM, "pass"))).containsExactly(ANN);
            assertThat(proven(spf("news@partner.example", FROM, "pass"))).containsExactly(ANN);
        }

        @ParameterizedTest
        @ValueSource(strings = {"none", "neutral", "fail", "softfail", "permerror", "PASS ", "pass fail", ""})
        void ofShouldProveNothingWhenTheResultIsAnythingElse(String result) throws Exception {
            assertThat(proven(spf("ann@partner.example", FROM, result))).isEmpty();
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
            assertThat(proven(spf("ann@partner.example", from, "pass"))).isEmpty();
        }

        @Test
        void ofShouldProveAnAddressOfOurs() throws Exception {
            assertThat(proven(spf("boss@example.org", "From: boss@example.org\r\n", "pass")))
                    .containsExactly(Address.parse("boss@example.org"));
            assertThat(proven(spf("boss@example.org", "From: boss@example.org\r\n", "fail")))
                    .isEmpty();
        }

        @Test
        void ofShouldSayThatNobodyKnowsWhenTheDnsDidNotAnswer() {
            assertThatThrownBy(() -> proven(spf("ann@partner.example", FROM, "temperror")))
                    .isInstanceOf(StoreUnavailableException.class);
        }

        @Test
        void isPendingShouldLeaveTheVerdictToTheSpoolWhenItMatters() throws Exception {
            MailImpl mail = mail("ann@partner.example", FROM);
            MailImpl eve = mail("ann@evil.net", FROM);

            assertThat(proof.isPending(mail, HeaderFields.of(mail), GROUP)).isTrue();
            assertThat(proof.isPending(mail, HeaderFields.of(mail), groupAllowing("@other.example")))
                    .isFalse();
            assertThat(proof.isPending(eve, HeaderFields.of(eve), GROUP)).isFalse();
        }

        @Test
        void ofShouldProveNothingWhenTheSenderIsNull() throws Exception {
            MailImpl mail = MailImpl.duplicate(spf("ann@partner.example", FROM, "pass"));
            mail.setSender(null);

            assertThat(proven(mail)).isEmpty();
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
            assertThat(proof.isPossible(group, MaybeSender.nullSender())).isFalse();
        }
    }

    @Nested
    class Dkim {
        Dkim() throws MessagingException {
            proof.use(ExternalProof.Method.DKIM);
        }

        private Set<Address> provenBy(String content) throws MessagingException {
            return proven(mailOf("bounce@sender.net", content));
        }

        @Test
        void ofShouldProveFromWhenASignatureOfItsDomainVerifies() throws Exception {
            assertThat(provenBy(signed("d=partner.example;", FROM))).containsExactly(ANN);
            assertThat(provenBy(signed("d=partner.example; i=ann@Partner.Example;", FROM)))
                    .containsExactly(ANN);
            assertThat(provenBy(SigningDomains.sign("d=evil.net;", signed("d=partner.example;", FROM))))
                    .containsExactly(ANN);
        }

        @Test
        void ofShouldProveFromWhenItsNameIsRawUtf8() throws Exception {
            assertThat(provenBy(signed("d=partner.example;", "From: Ann Nu\u00f1ez <ann@partner.example>\r\n")))
                    .containsExactly(ANN);
        }

        @Test
        void ofShouldProveNothingWhenTheBodyOrTheHeaderWasChanged() throws Exception {
            String signed = signed("d=partner.example;", FROM);

            assertThat(provenBy(signed.replace("Hello", "Goodbye"))).isEmpty();
            assertThat(provenBy(signed.replace("Ann <ann@", "Ann <boss@"))).isEmpty();
            assertThat(provenBy("From: boss@partner.example\r\n" + signed)).isEmpty();
            assertThat(provenBy(FROM + BODY)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "d=evil.net;",
                    "d=unpublished.example;",
                    "d=evil.net; i=x=29=20=28identity=20@partner.example=29=20=28identity=20y@evil.net;",
                    "d=partner.example; i=@sub.partner.example;"
                })
        void ofShouldProveNothingWhenAnotherDomainSigned(String tags) throws Exception {
            assertThat(provenBy(signed(tags, FROM))).isEmpty();
        }

        @Test
        void ofShouldProveNothingWhenTextWasAddedBelowASignedBody() throws Exception {
            assertThat(provenBy(signed("d=partner.example; l=7;", FROM) + "and click here\r\n"))
                    .isEmpty();
        }

        @Test
        void ofShouldProveNothingWhenTheHashIsSha1() throws Exception {
            assertThat(provenBy(signed("d=partner.example;", FROM).replace("rsa-sha256", "rsa-sha1")))
                    .isEmpty();
        }

        @Test
        void ofShouldNotAskTheDnsForAMessageWithManySignatures() throws Exception {
            String signed = signed("d=partner.example;", FROM);
            String one = signed.substring(0, signed.length() - FROM.length() - BODY.length());

            assertThat(provenBy(one.repeat(9) + signed)).containsExactly(ANN);
            assertThat(provenBy(one.repeat(10) + signed)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "From: ann@partner.example, boss@example.org\r\n",
                    "From: ann@partner.example\r\nFrom: boss@example.org\r\n",
                    "From: boss@example.org\r\nFrom: ann@partner.example\r\n",
                    "From: \"ann@partner.example\" <ann@evil.net>\r\n",
                    "From: friends: ann@partner.example;\r\n"
                })
        void ofShouldProveNothingWhenFromIsNotOneAddressOfTheDomain(String from) throws Exception {
            assertThat(provenBy(signed("d=partner.example;", from))).isEmpty();
        }

        @Test
        void ofShouldProveAnAddressOfOursByASignatureOfItsDomainOrBelow() throws Exception {
            String from = "From: boss@example.org\r\n";
            Address boss = Address.parse("boss@example.org");

            assertThat(provenBy(signed("d=example.org;", from))).containsExactly(boss);
            assertThat(provenBy(signed("d=mail.example.org;", from))).containsExactly(boss);
            assertThat(provenBy(signed("d=evil.net;", from))).isEmpty();
            assertThat(provenBy(signed("d=partner.example;", from))).isEmpty();
        }

        @Test
        void ofShouldSayThatNobodyKnowsWhenTheDnsDoesNotAnswer() throws Exception {
            String signed = signed("d=partner.example;", FROM);
            signers.silence("partner.example");

            assertThatThrownBy(() -> provenBy(signed)).isInstanceOf(StoreUnavailableException.class);
            assertThat(provenBy(SigningDomains.sign("d=evil.net;", FROM + BODY)))
                    .as("no key of this one matters")
                    .isEmpty();

            signers.publish("partner.example");
            assertThat(provenBy(signed)).containsExactly(ANN);
        }

        @Test
        void ofShouldNotAskTheDnsForSomebodyWhomTheGroupDoesNotList() throws Exception {
            MailImpl mail = mailOf("bounce@sender.net", signed("d=partner.example;", FROM));
            signers.silence("partner.example");

            assertThat(proof.of(mail, HeaderFields.of(mail), groupAllowing("@other.example")))
                    .isEmpty();
        }

        @Test
        void isPossibleShouldLeaveItToTheMessageWhenTheGroupHasAList() {
            MaybeSender bounces = MaybeSender.getMailSender("bounce@mailer.net");

            assertThat(proof.isPossible(GROUP, bounces)).isTrue();
            assertThat(proof.isPossible(groupAllowing(), bounces)).isFalse();
        }

        @Test
        void isPossibleShouldBeFalseWhenThePolicyCannotBeRead() {
            GroupEntry unreadable = new GroupEntry(
                    1,
                    GROUP.address(),
                    "Team",
                    1,
                    GROUP.administrators(),
                    GROUP.settings().withSenders(Senders.UNREADABLE));

            assertThat(proof.isPossible(unreadable, MaybeSender.getMailSender("ann@partner.example")))
                    .isFalse();
        }
    }

    /** The report of James' own mailet, with real SPF records. */
    @Nested
    class JamesSpf {
        @Test
        void spfShouldProveMailFromWhenTheServerMaySendForIt() throws Exception {
            proof.use(ExternalProof.Method.SPF);

            assertThat(proven(checked("v=spf1 ip4:192.0.2.0/24 -all"))).isEqualTo(Set.of(ANN));
            assertThat(proven(checked("v=spf1 ip4:198.51.100.0/24 -all"))).isEmpty();
            assertThat(proven(checked("v=spf1 ip4:198.51.100.0/24 ~all"))).isEmpty();
            assertThat(proven(checked("v=spf1 ?all"))).isEmpty();
            assertThat(proven(checked(null))).isEmpty();
        }

        private MailImpl checked(String record) throws MessagingException {
            SPF mailet = new SPF(null);
            mailet.setSPFDnsService(new OneRecord(Optional.ofNullable(record)));
            mailet.init(FakeMailetConfig.builder()
                    .setProperty("ignoreLocalIps", "false")
                    .setProperty("ignoredNetworks", "")
                    .build());
            MailImpl mail = mail("ann@partner.example", FROM);
            mail.setRemoteAddr("192.0.2.7");
            mail.setRemoteHost("mx.partner.example");
            mailet.service(mail);
            return mail;
        }

        /** A DNS in which every name has the same SPF record, or none. */
        private record OneRecord(Optional<String> record) implements DNSService {
            @Override
            public List<String> getRecords(DNSRequest request) {
                return request.getRecordType() == DNSRequest.TXT
                        ? record.stream().toList()
                        : List.of();
            }

            @Override
            public CompletionStage<List<String>> getRecordsAsync(DNSRequest request) {
                return CompletableFuture.completedFuture(getRecords(request));
            }

            @Override
            public List<String> getLocalDomainNames() {
                return List.of("example.org");
            }

            @Override
            public void setTimeOut(int timeOut) {}

            @Override
            public int getRecordLimit() {
                return 0;
            }

            @Override
            public void setRecordLimit(int recordLimit) {}
        }
    }
}
