// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.choice;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.mailgroups.value.InvalidValueException;

/** Which messages of a group a member gets. */
public enum Delivery {
    /** Each of them, as it comes. */
    EACH,
    /** None. The member stays a member. */
    NONE;

    /** Returns the word as callers and the store write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a word from a caller.
     *
     * @throws InvalidValueException if it is none
     */
    public static Delivery parse(String text) {
        return find(text).orElseThrow(() -> new InvalidValueException("must be one of each, none"));
    }

    /** Reads a word from the store. With an unknown one nobody misses a message. */
    public static Delivery ofStored(String text) {
        return find(text).orElse(EACH);
    }

    private static Optional<Delivery> find(String text) {
        return Stream.of(values()).filter(one -> one.text().equals(text)).findFirst();
    }
}
