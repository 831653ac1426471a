// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The key and certificate of STARTTLS: {@code keys/tls.key} and {@code keys/tls.crt} in the data folder, as PEM.
 *
 * <p>The first start makes a self-signed pair. A postmaster may replace it, for example with files of an ACME client.
 * Files that are there are never overwritten.
 */
final class TlsCertificate {

    private static final int KEY_BITS = 3072;
    private static final Duration LIFETIME = Duration.ofDays(3650);

    private TlsCertificate() {}

    /** Makes a self-signed pair unless both files are there. */
    static void ensure(Path keys, Clock clock) throws IOException, GeneralSecurityException {
        Path key = keys.resolve("tls.key");
        Path certificate = keys.resolve("tls.crt");
        if (Files.exists(key) && Files.exists(certificate)) {
            return;
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(KEY_BITS);
        KeyPair pair = generator.generateKeyPair();
        byte[] signed = selfSigned(pair, hostName(), clock.instant());
        PrivateFile.write(key, PrivateFile.pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        PrivateFile.write(certificate, PrivateFile.pem("CERTIFICATE", signed));
    }

    private static byte[] selfSigned(KeyPair pair, String host, Instant now)
            throws IOException, GeneralSecurityException {
        X500Name name =
                new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, host).build();
        GeneralNames names = new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, host),
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.iPAddress, "::1")
        });
        try {
            return new JcaX509v3CertificateBuilder(
                            name,
                            new BigInteger(64, new SecureRandom()).add(BigInteger.ONE),
                            Date.from(now.minus(Duration.ofHours(1))),
                            Date.from(now.plus(LIFETIME)),
                            name,
                            pair.getPublic())
                    .addExtension(Extension.subjectAlternativeName, false, names)
                    .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("cannot sign the TLS certificate", e);
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException e) {
            // Clients can reach a machine without a name as localhost only.
            return "localhost";
        }
    }
}
