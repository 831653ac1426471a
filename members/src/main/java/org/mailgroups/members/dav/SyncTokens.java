// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.mailgroups.token.Signer;

/**
 * Writes versions as sync tokens (RFC 6578 3), which are URIs. A token never expires. It says which store it is from,
 * so that one of another store, whose versions mean nothing here, is known as such.
 */
final class SyncTokens {
    private static final int STORE_DIGITS = 12;

    /** The digits of a number that is a long for sure. */
    private static final int MAX_DIGITS = 18;

    private final String prefix;

    SyncTokens(Signer signer) {
        byte[] signature = signer.sign("address books of this store".getBytes(StandardCharsets.UTF_8));
        this.prefix = "urn:x-mail-groups:" + HexFormat.of().formatHex(signature).substring(0, STORE_DIGITS) + ":";
    }

    String of(long version) {
        return prefix + version;
    }

    /** Returns the version that a token stands for; empty if it is none of ours. */
    OptionalLong version(String token) {
        String digits = token.startsWith(prefix) ? token.substring(prefix.length()) : "";
        boolean isNumber = !digits.isEmpty()
                && digits.length() <= MAX_DIGITS
                && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return isNumber ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
    }
}
