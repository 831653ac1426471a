// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Words;

/**
 * The policy that says which authors may post to a group. All but {@link #ANYONE} and {@link #LISTED} rest on
 * authentication, never on MAIL FROM or From.
 */
public enum Senders {
    /** Everybody. */
    ANYONE,
    /** Every authenticated user of this server. */
    INTERNAL,
    /** Authenticated members, also those of nested groups. */
    MEMBERS,
    /** Authenticated administrators. */
    ADMINISTRATORS,
    /** Only the allowed senders. */
    LISTED,
    /** The store has none of these, since somebody edited it by hand. Nobody may post until the policy is set again. */
    UNREADABLE;

    private static final Words<Senders> WORDS = Words.ofAllBut(UNREADABLE);

    /** Returns the policy as callers and the store write it. */
    public String text() {
        return Words.of(this);
    }

    /**
     * Reads a policy from a caller.
     *
     * @throws InvalidValueException if it is no policy
     */
    public static Senders parse(String text) {
        return WORDS.parse(text);
    }

    /** Reads a policy from the store. Unknown text closes the group. */
    public static Senders ofStored(String text) {
        return WORDS.parseStored(text, UNREADABLE);
    }
}
