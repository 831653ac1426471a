// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group.setting;

import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Words;

/** The rule that says how users of this server become members by themselves. */
public enum Join {
    /** Not at all: administrators add members. */
    CLOSED,
    /** Administrators decide about each who asks. */
    REQUEST,
    /** At once. */
    OPEN;

    private static final Words<Join> WORDS = Words.ofAll(Join.class);

    /** Returns the rule as callers and the store write it. */
    public String text() {
        return Words.of(this);
    }

    /**
     * Reads a rule from a caller.
     *
     * @throws InvalidValueException if it is no rule
     */
    public static Join parse(String text) {
        return WORDS.parse(text);
    }

    /** Reads a rule from the store. Unknown text is the strictest rule. */
    public static Join ofStored(String text) {
        return WORDS.parseStored(text, CLOSED);
    }
}
