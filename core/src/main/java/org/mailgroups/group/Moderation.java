// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Words;

/** The rule that says which messages wait for an administrator's approval. */
public enum Moderation {
    /** None: a message whose author may not post is refused. */
    NONE,
    /** Messages of authors who may not post: they are held instead of refused. */
    OUTSIDERS,
    /** All. */
    EVERYONE;

    private static final Words<Moderation> WORDS = Words.ofAll(Moderation.class);

    /** Returns the rule as callers and the store write it. */
    public String text() {
        return Words.of(this);
    }

    /**
     * Reads a rule from a caller.
     *
     * @throws InvalidValueException if it is no rule
     */
    public static Moderation parse(String text) {
        return WORDS.parse(text);
    }

    /** Reads a rule from the store. With unknown text every message waits. */
    public static Moderation ofStored(String text) {
        return WORDS.parseStored(text, EVERYONE);
    }
}
