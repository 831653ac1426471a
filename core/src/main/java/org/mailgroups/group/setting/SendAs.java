// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group.setting;

import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Words;

/** The rule that says which users may write in the group's name: with its address in From and as envelope sender. */
public enum SendAs {
    NONE,
    ADMINISTRATORS,
    /** Also those of nested groups, and the administrators. */
    MEMBERS;

    private static final Words<SendAs> WORDS = Words.ofAll(SendAs.class);

    /** Returns the rule as callers and the store write it. */
    public String text() {
        return Words.of(this);
    }

    /**
     * Reads a rule from a caller.
     *
     * @throws InvalidValueException if it is no rule
     */
    public static SendAs parse(String text) {
        return WORDS.parse(text);
    }

    /** Reads a rule from the store. Unknown text is the strictest rule. */
    public static SendAs ofStored(String text) {
        return WORDS.parseStored(text, NONE);
    }
}
