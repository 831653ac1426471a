// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.author;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.mail.MessagingException;
import org.apache.james.jdkim.DKIMSigner;
import org.apache.james.jdkim.mailets.DKIMVerify;
import org.apache.james.jdkim.mailets.MockPublicKeyRecordRetriever;
import org.apache.james.jspf.core.DNSRequest;
import org.apache.james.jspf.core.DNSService;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.transport.mailets.SPF;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.value.Address;

/**
 * The reports of James' own mailets, with real signatures and real SPF records. {@link ExternalProof} reads exactly
 * these.
 */
class JamesVerificationTest {
    private static final Address ANN = Address.parse("ann@partner.example");
    private static final String MESSAGE = "From: Ann <ann@partner.example>\r\nTo: team@example.org\r\n\r\nHello\r\n";

    private static KeyPair keys;

    private final ExternalProof proof = new ExternalProof(new MemoryServer());

    @BeforeAll
    static void makeKeys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
    }

    /** The message with a valid signature in front. */
    private static String signed(String tags, String message) throws Exception {
        DKIMSigner signer = new DKIMSigner(
                "v=1; s=sel; c=relaxed/relaxed; h=from:to; a=rsa-sha256; bh=; b=; " + tags, keys.getPrivate());
        String signature = signer.sign(new ByteArrayInputStream(message.getBytes(StandardCharsets.US_ASCII)));
        return signature + "\r\n" + message;
    }

    private static MailImpl mail(String sender, String content) throws MessagingException {
        MailImpl mail = MailImpl.builder()
                .name("message")
                .sender(sender)
                .addRecipient("team@example.org")
                .build();
        mail.setMessageContent(MimeMessageInputStreamSource.create(
                "message", new ByteArrayInputStream(content.getBytes(StandardCharsets.US_ASCII))));
        mail.setRemoteAddr("192.0.2.7");
        return mail;
    }

    private String reported(MailImpl mail) {
        return mail.getAttribute(ExternalProof.DKIM_RESULT)
                .flatMap(attribute -> attribute.getValue().valueAs(String.class))
                .orElseThrow();
    }

    private MailImpl verified(String content, String keyDomain) throws Exception {
        String key = "v=DKIM1; k=rsa; p="
                + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()) + ";";
        DKIMVerify mailet = new DKIMVerify(new MockPublicKeyRecordRetriever(key, "sel", keyDomain));
        mailet.init(FakeMailetConfig.builder().build());
        MailImpl mail = mail("bounce@sender.net", content);
        mailet.service(mail);
        proof.use(ExternalProof.Method.DKIM);
        return mail;
    }

    @Test
    void dkimShouldProveTheAuthorWhenTheSignatureVerifies() throws Exception {
        MailImpl mail = verified(signed("d=partner.example;", MESSAGE), "partner.example");

        assertThat(proof.of(mail)).containsExactly(ANN);
    }

    @Test
    void dkimShouldProveNothingWhenTheBodyOrTheHeaderWasChanged() throws Exception {
        String signed = signed("d=partner.example;", MESSAGE);

        assertThat(proof.of(verified(signed.replace("Hello", "Goodbye"), "partner.example")))
                .isEmpty();
        assertThat(proof.of(verified(signed.replace("Ann <ann@", "Ann <boss@"), "partner.example")))
                .isEmpty();
        assertThat(proof.of(verified("From: boss@partner.example\r\n" + signed, "partner.example")))
                .isEmpty();
        assertThat(proof.of(verified(MESSAGE, "partner.example"))).isEmpty();
    }

    @Test
    void dkimShouldProveNothingWhenAnotherDomainSigned() throws Exception {
        assertThat(proof.of(verified(signed("d=evil.net;", MESSAGE), "evil.net")))
                .isEmpty();
    }

    @Test
    void dkimShouldProveNothingWhenTheSignerPutsAnotherIdentityIntoHisOwn() throws Exception {
        String trick = "d=evil.net; i=x=29=20=28identity=20@partner.example=29=20=28identity=20y@evil.net;";
        MailImpl mail = verified(signed(trick, MESSAGE), "evil.net");

        assertThat(reported(mail)).startsWith("pass").contains("(identity @partner.example)");
        assertThat(proof.of(mail)).isEmpty();
    }

    @Test
    void dkimShouldProveNothingWhenTextWasAddedBelowASignedBody() throws Exception {
        MailImpl mail = verified(signed("d=partner.example; l=7;", MESSAGE) + "and click here\r\n", "partner.example");

        assertThat(reported(mail)).startsWith("pass");
        assertThat(proof.of(mail)).isEmpty();
    }

    @Test
    void spfShouldProveMailFromWhenTheServerMaySendForIt() throws Exception {
        proof.use(ExternalProof.Method.SPF);

        assertThat(proof.of(checked("v=spf1 ip4:192.0.2.0/24 -all"))).isEqualTo(Set.of(ANN));
        assertThat(proof.of(checked("v=spf1 ip4:198.51.100.0/24 -all"))).isEmpty();
        assertThat(proof.of(checked("v=spf1 ip4:198.51.100.0/24 ~all"))).isEmpty();
        assertThat(proof.of(checked("v=spf1 ?all"))).isEmpty();
        assertThat(proof.of(checked(null))).isEmpty();
    }

    private static MailImpl checked(String record) throws MessagingException {
        SPF mailet = new SPF(null);
        mailet.setSPFDnsService(new OneRecord(Optional.ofNullable(record)));
        mailet.init(FakeMailetConfig.builder()
                .setProperty("ignoreLocalIps", "false")
                .setProperty("ignoredNetworks", "")
                .build());
        MailImpl mail = mail("ann@partner.example", MESSAGE);
        mail.setRemoteHost("mx.partner.example");
        mailet.service(mail);
        return mail;
    }

    /** A DNS in which every name has the same SPF record, or none. */
    private record OneRecord(Optional<String> record) implements DNSService {
        @Override
        public List<String> getRecords(DNSRequest request) {
            return request.getRecordType() == DNSRequest.TXT ? record.stream().toList() : List.of();
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
