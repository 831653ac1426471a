// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.dkim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/** The private key that groups' copies are signed with (RFC 6376), and what the DNS has to say about it. */
public final class DkimKey {
    /** What RFC 8301 3.2 asks for. Longer keys do not fit into every record. */
    private static final int BITS = 2048;

    /** A string in the DNS has at most 255 octets (RFC 1035 3.3). */
    private static final int LONGEST_STRING = 255;

    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private final RSAPrivateCrtKey key;

    private DkimKey(RSAPrivateCrtKey key) {
        this.key = key;
    }

    /** Makes a new key. */
    public static DkimKey make() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(BITS);
        return new DkimKey((RSAPrivateCrtKey) generator.generateKeyPair().getPrivate());
    }

    /**
     * Reads a key.
     *
     * @param der in PKCS #8
     * @throws GeneralSecurityException if it is no RSA key
     */
    public static DkimKey of(byte[] der) throws GeneralSecurityException {
        return new DkimKey(
                (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der)));
    }

    /**
     * Reads a key from a file of PEM (RFC 7468). Text in front of it does not count.
     *
     * @throws GeneralSecurityException if there is no RSA key in PKCS #8; the text says what would be right
     */
    public static DkimKey read(Path file) throws IOException, GeneralSecurityException {
        String pem = Files.readString(file);
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END, Math.max(0, begin));
        try {
            if (begin < 0 || end < 0) {
                throw new GeneralSecurityException("there is no line " + BEGIN);
            }
            return of(Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end)));
        } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException e) {
            throw new GeneralSecurityException(
                    file + " is no RSA key in PKCS #8, as \"openssl pkcs8 -topk8 -nocrypt\" writes it: "
                            + e.getMessage(),
                    e);
        }
    }

    /** Returns the private key in PKCS #8. */
    public byte[] der() {
        return key.getEncoded();
    }

    /** Returns the record as a line of a zone file: put it below each domain that signs. */
    public String record() throws GeneralSecurityException {
        byte[] publicKey = KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()))
                .getEncoded();
        String text = "v=DKIM1; k=rsa; p=" + Base64.getEncoder().encodeToString(publicKey);
        StringBuilder record = new StringBuilder("groups._domainkey TXT (");
        for (int from = 0; from < text.length(); from += LONGEST_STRING) {
            record.append(" \"")
                    .append(text, from, Math.min(text.length(), from + LONGEST_STRING))
                    .append('"');
        }
        return record.append(" )").toString();
    }
}
