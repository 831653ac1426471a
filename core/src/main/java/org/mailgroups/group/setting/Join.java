// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group.setting;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.mailgroups.value.InvalidValueException;

/** The rule that says how users of this server become members by themselves. */
public enum Join {
    /** Not at all: administrators add members. */
    CLOSED,
    /** Administrators decide about each who asks. */
    REQUEST,
    /** At once. */
    OPEN;

    /** Returns the rule as callers and the store write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a rule from a caller.
     *
     * @throws InvalidValueException if it is no rule
     */
    public static Join parse(String text) {
        return find(text).orElseThrow(() -> new InvalidValueException("must be one of closed, request, open"));
    }

    /** Reads a rule from the store. Unknown text is the strictest rule. */
    public static Join ofStored(String text) {
        return find(text).orElse(CLOSED);
    }

    private static Optional<Join> find(String text) {
        return Stream.of(values()).filter(rule -> rule.text().equals(text)).findFirst();
    }
}
