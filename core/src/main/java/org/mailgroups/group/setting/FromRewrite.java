// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group.setting;

import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Words;

/** The rule that says when the group's address takes the author's place in From. It is for members elsewhere only. */
public enum FromRewrite {
    NEVER,
    /** If the author's domain wants mail refused that does not prove to be its own, and the copy would not. */
    WHEN_NEEDED,
    ALWAYS;

    private static final Words<FromRewrite> WORDS = Words.ofAll(FromRewrite.class);

    /** Returns the rule as callers and the store write it. */
    public String text() {
        return Words.of(this);
    }

    /**
     * Reads a rule from a caller.
     *
     * @throws InvalidValueException if it is no rule
     */
    public static FromRewrite parse(String text) {
        return WORDS.parse(text);
    }

    /** Reads a rule from the store. Unknown text is the rule that a group has by default. */
    public static FromRewrite ofStored(String text) {
        return WORDS.parseStored(text, WHEN_NEEDED);
    }
}
