// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group.setting;

import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Words;

/** The rule that says what becomes of a message that the mail server's own filter takes for spam. */
public enum SpamPolicy {
    /** Goes to the members, with the marks that the filter has made. */
    DISTRIBUTE,
    /** Waits for an administrator. */
    HOLD,
    /** Is refused. */
    REFUSE;

    private static final Words<SpamPolicy> WORDS = Words.ofAll(SpamPolicy.class);

    /** Returns the rule as callers and the store write it. */
    public String text() {
        return Words.of(this);
    }

    /**
     * Reads a rule from a caller.
     *
     * @throws InvalidValueException if it is no rule
     */
    public static SpamPolicy parse(String text) {
        return WORDS.parse(text);
    }

    /** Reads a rule from the store. With unknown text such a message waits. */
    public static SpamPolicy ofStored(String text) {
        return WORDS.parseStored(text, HOLD);
    }
}
