// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group.setting;

import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Words;

/** The rule that says what a copy tells about how to leave the group: its List-Unsubscribe (RFC 2369 3.2, RFC 8058). */
public enum Unsubscribe {
    /** Nothing. */
    NONE,
    /** The address to write to. */
    MAIL,
    /** For each member elsewhere a link and an address of the member's own. */
    ONE_CLICK;

    private static final Words<Unsubscribe> WORDS = Words.ofAll(Unsubscribe.class);

    /** Returns the rule as callers and the store write it. */
    public String text() {
        return Words.of(this);
    }

    /**
     * Reads a rule from a caller.
     *
     * @throws InvalidValueException if it is no rule
     */
    public static Unsubscribe parse(String text) {
        return WORDS.parse(text);
    }

    /** Reads a rule from the store. Unknown text is the rule that a group has by default. */
    public static Unsubscribe ofStored(String text) {
        return WORDS.parseStored(text, MAIL);
    }
}
