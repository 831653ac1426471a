// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.mailgroups.store.sql.SearchText;

/** The form in which the key of a message is stored: the key itself, or its hash if a database could not hold it. */
final class MessageKey {
    private static final int MAX_LENGTH = 200;

    private MessageKey() {}

    static String stored(String key) {
        return key.length() <= MAX_LENGTH && SearchText.canBeFound(key) ? key : hash(key);
    }

    private static String hash(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
