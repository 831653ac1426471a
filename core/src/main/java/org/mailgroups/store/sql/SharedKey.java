// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.sql;

/**
 * The key of an identifier that somebody else has already. Only data of an older version can have two of one: there,
 * different spellings were different identifiers. Such a key is unique, and nobody is found by it alone.
 */
public final class SharedKey {
    /** No text that is kept has this character, so no other key has it. */
    private static final String MARK = "\u001F";

    /** What such keys are LIKE. */
    public static final String PATTERN = "%" + MARK + "%";

    private SharedKey() {}

    /** Returns the key of the one with this number among those who share a key. */
    public static String of(String key, long number) {
        return key + MARK + number;
    }

    /** Returns whether a stored key is one of those for an identifier's own key. */
    public static boolean isOf(String stored, String key) {
        return stored.startsWith(key + MARK);
    }

    /** Returns the identifier's own key of a stored one like {@link #PATTERN}. */
    public static String ownKey(String stored) {
        return stored.substring(0, stored.indexOf(MARK));
    }
}
