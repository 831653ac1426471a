// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group.setting;

import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Words;

/** The rule that says where an answer to a member's copy goes. */
public enum ReplyTo {
    /** Where the author wants it: the copy has the author's own Reply-To, or none. */
    SENDER,
    /** To the group. */
    GROUP;

    private static final Words<ReplyTo> WORDS = Words.ofAll(ReplyTo.class);

    /** Returns the rule as callers and the store write it. */
    public String text() {
        return Words.of(this);
    }

    /**
     * Reads a rule from a caller.
     *
     * @throws InvalidValueException if it is no rule
     */
    public static ReplyTo parse(String text) {
        return WORDS.parse(text);
    }

    /** Reads a rule from the store. With unknown text an answer goes to one person, not to all. */
    public static ReplyTo ofStored(String text) {
        return WORDS.parseStored(text, SENDER);
    }
}
