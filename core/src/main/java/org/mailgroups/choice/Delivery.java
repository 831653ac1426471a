// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.choice;

import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Words;

/** Which messages of a group a member gets. */
public enum Delivery {
    /** Each of them, as it comes. */
    EACH,
    /** None. The member stays a member. */
    NONE;

    private static final Words<Delivery> WORDS = Words.ofAll(Delivery.class);

    /** Returns the word as callers and the store write it. */
    public String text() {
        return Words.of(this);
    }

    /**
     * Reads a word from a caller.
     *
     * @throws InvalidValueException if it is none
     */
    public static Delivery parse(String text) {
        return WORDS.parse(text);
    }

    /** Reads a word from the store. With an unknown one nobody misses a message. */
    public static Delivery ofStored(String text) {
        return WORDS.parseStored(text, EACH);
    }
}
