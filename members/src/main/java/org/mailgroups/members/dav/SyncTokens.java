// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.mailgroups.token.Signer;

/**
 * Writes versions as sync tokens (RFC 6578 3), which are URIs. A token never expires. It says which store it is from,
 * so that one of another store, whose versions mean nothing here, is known as such. That is signed: a token holds as
 * long as the secret that the store had when it was made.
 */
final class SyncTokens {
    private static final int STORE_DIGITS = 12;

    /** The digits of a number that is a long for sure. */
    private static final int MAX_DIGITS = 18;

    private static final String PREFIX = "urn:x-mail-groups:";
    private static final byte[] STORE = "address books of this store".getBytes(StandardCharsets.UTF_8);

    private final Signer signer;

    SyncTokens(Signer signer) {
        this.signer = signer;
    }

    String of(long version) {
        return PREFIX + HexFormat.of().formatHex(signer.sign(STORE)).substring(0, STORE_DIGITS) + ":" + version;
    }

    /** Returns the version that a token stands for; empty if it is none of ours. */
    OptionalLong version(String token) {
        int colon = PREFIX.length() + STORE_DIGITS;
        if (!token.startsWith(PREFIX) || token.length() <= colon || token.charAt(colon) != ':') {
            return OptionalLong.empty();
        }
        String digits = token.substring(colon + 1);
        boolean isNumber = !digits.isEmpty()
                && digits.length() <= MAX_DIGITS
                && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return isNumber && isOfStore(token.substring(PREFIX.length(), colon))
                ? OptionalLong.of(Long.parseLong(digits))
                : OptionalLong.empty();
    }

    private boolean isOfStore(String digits) {
        return digits.chars().allMatch(HexFormat::isHexDigit)
                && signer.isSigned(STORE, HexFormat.of().parseHex(digits));
    }
}
