// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.page;

import com.google.common.hash.Hashing;

/** A short name for octets: others have another one. */
final class Hash {
    private static final int LENGTH = 16;

    private Hash() {}

    static String of(byte[] octets) {
        return Hashing.sha256().hashBytes(octets).toString().substring(0, LENGTH);
    }
}
