// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Words;

/** The rule that says who may list a group's members, besides a postmaster. */
public enum MemberVisibility {
    MEMBERS,
    ADMINISTRATORS,
    ANYONE;

    private static final Words<MemberVisibility> WORDS = Words.ofAll(MemberVisibility.class);

    /** Returns the rule as callers and the store write it. */
    public String text() {
        return Words.of(this);
    }

    /**
     * Reads a rule from a caller.
     *
     * @throws InvalidValueException if it is no rule
     */
    public static MemberVisibility parse(String text) {
        return WORDS.parse(text);
    }

    /** Reads a rule from the store. Unknown text is the strictest rule. */
    public static MemberVisibility ofStored(String text) {
        return WORDS.parseStored(text, ADMINISTRATORS);
    }
}
