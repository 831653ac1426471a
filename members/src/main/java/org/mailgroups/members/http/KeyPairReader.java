// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailgroups.members.http.PortSettings.KeyFiles;

/** Reads a key pair from PEM files (RFC 7468). */
final class KeyPairReader {
    /** Protects nothing: the store is in memory only. */
    static final String PASSWORD = "members";

    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final long MAX_BYTES = 1 << 20;

    /** The kinds of keys, and for each what signs with it. */
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private KeyPairReader() {}

    /**
     * Returns a store of the pair alone.
     *
     * @throws IOException if a file cannot be read
     * @throws GeneralSecurityException with the reason, if they are no pair
     */
    static KeyStore read(KeyFiles files) throws IOException, GeneralSecurityException {
        PrivateKey key = key(text(files.key()));
        List<Certificate> chain = chain(text(files.certificate()));
        if (!belongs(key, chain.get(0))) {
            throw new GeneralSecurityException("the key in " + files.key() + " is not that of " + files.certificate());
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("members", key, PASSWORD.toCharArray(), chain.toArray(Certificate[]::new));
        return store;
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is too long for a key or certificate");
        }
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private static PrivateKey key(String pem) throws GeneralSecurityException {
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new GeneralSecurityException("the key is not in PKCS #8: its file begins with \"" + BEGIN
                    + "\"; openssl pkcs8 -topk8 -nocrypt makes it so");
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
        for (String kind : SIGNATURES.keySet()) {
            Optional<PrivateKey> key = key(kind, der);
            if (key.isPresent()) {
                return key.get();
            }
        }
        throw new GeneralSecurityException("the key is none of RSA, EC and EdDSA");
    }

    /** Returns the key, if it is of this kind. */
    private static Optional<PrivateKey> key(String kind, byte[] der) throws GeneralSecurityException {
        try {
            return Optional.of(KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der)));
        } catch (InvalidKeySpecException e) {
            return Optional.empty();
        }
    }

    private static List<Certificate> chain(String pem) throws GeneralSecurityException {
        Collection<? extends Certificate> read = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)));
        if (read.isEmpty()) {
            throw new GeneralSecurityException("the file of the certificate has none");
        }
        return List.copyOf(read);
    }

    private static boolean belongs(PrivateKey key, Certificate certificate) throws GeneralSecurityException {
        String name = SIGNATURES.getOrDefault(key.getAlgorithm(), "EdDSA");
        byte[] sample = {1, 2, 3};
        Signature signing = Signature.getInstance(name);
        signing.initSign(key);
        signing.update(sample);
        Signature verifying = Signature.getInstance(name);
        try {
            verifying.initVerify(certificate.getPublicKey());
        } catch (InvalidKeyException e) {
            return false;
        }
        verifying.update(sample);
        return verifying.verify(signing.sign());
    }
}
