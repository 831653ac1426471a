// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsCertificateTest {

    @TempDir
    Path keys;

    @Test
    void ensureShouldMakeACertificateForLoopbackThatIsValidNow() throws Exception {
        TlsCertificate.ensure(keys, Clock.systemUTC());

        X509Certificate certificate = certificate();
        certificate.checkValidity();
        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getSubjectAlternativeNames()).contains(List.of(2, "localhost"), List.of(7, "127.0.0.1"));
    }

    @Test
    void ensureShouldMakeTheKeyOfTheCertificate() throws Exception {
        TlsCertificate.ensure(keys, Clock.systemUTC());

        PrivateKey key = KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(
                        PrivateFile.der("PRIVATE KEY", Files.readString(keys.resolve("tls.key")))));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key);
        byte[] signed = signature.sign();
        signature.initVerify(certificate());
        assertThat(signature.verify(signed)).isTrue();
    }

    @Test
    void ensureShouldLetNobodyElseReadTheKey() throws Exception {
        TlsCertificate.ensure(keys, Clock.systemUTC());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.resolve("tls.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void ensureShouldKeepWhatAPostmasterPutThere() throws Exception {
        Files.writeString(keys.resolve("tls.key"), "their key");
        Files.writeString(keys.resolve("tls.crt"), "their certificate");
        TlsCertificate.ensure(keys, Clock.systemUTC());

        assertThat(keys.resolve("tls.key")).hasContent("their key");
        assertThat(keys.resolve("tls.crt")).hasContent("their certificate");
    }

    private X509Certificate certificate() throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(keys.resolve("tls.crt"))));
    }
}
