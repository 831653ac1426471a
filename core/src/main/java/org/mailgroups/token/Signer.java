// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.token;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs octets with the secret of the store, by HMAC-SHA256 (RFC 2104). Whatever is signed begins differently for each
 * use, so that no signature of one use is one of another. Thread-safe.
 */
public final class Signer {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec secret;

    /**
     * @param secret the same on every node and after every restart
     */
    public Signer(byte[] secret) {
        this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    /** Returns the 32 octets of a signature. */
    public byte[] sign(byte[] octets) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return mac.doFinal(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** Returns whether a signature begins so. That takes the same time for right and wrong octets. */
    public static boolean begins(byte[] signature, byte[] given) {
        return MessageDigest.isEqual(given, Arrays.copyOf(signature, given.length));
    }
}
