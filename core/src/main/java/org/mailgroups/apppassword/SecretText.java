// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.apppassword;

import com.google.common.base.Splitter;
import com.google.common.io.BaseEncoding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The text of an app password: 120 random bits as 24 letters and digits, shown in blocks of four. Case, blanks and
 * hyphens do not matter when it is typed. It cannot be guessed, so a plain hash keeps it well: nobody finds it by
 * trying words.
 */
final class SecretText {
    private static final int BYTES = 15;
    private static final int LENGTH = 24;
    private static final int BLOCK = 4;
    private static final int MAX_TYPED_LENGTH = 2 * LENGTH;
    private static final BaseEncoding BASE32 =
            BaseEncoding.base32().omitPadding().lowerCase();

    private SecretText() {}

    /** Returns a new one. */
    static String make(SecureRandom random) {
        byte[] octets = new byte[BYTES];
        random.nextBytes(octets);
        return String.join("-", Splitter.fixedLength(BLOCK).split(BASE32.encode(octets)));
    }

    /** Returns whether a password could be one of these. */
    static boolean isInForm(String typed) {
        if (typed.length() > MAX_TYPED_LENGTH) {
            return false;
        }
        String plain = plain(typed);
        return plain.length() == LENGTH && BASE32.canDecode(plain);
    }

    /** Returns the hash of one, in hexadecimal digits. */
    static String hash(String typed) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(plain(typed).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String plain(String typed) {
        return typed.replace("-", "").replace(" ", "").toLowerCase(Locale.ROOT);
    }
}
