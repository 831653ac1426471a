// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group.setting;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.mailgroups.value.InvalidValueException;

/** The rule that says what becomes of a message that the mail server's own filter takes for spam. */
public enum SpamPolicy {
    /** Goes to the members, with the marks that the filter has made. */
    DISTRIBUTE,
    /** Waits for an administrator. */
    HOLD,
    /** Is refused. */
    REFUSE;

    /** Returns the rule as callers and the store write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a rule from a caller.
     *
     * @throws InvalidValueException if it is no rule
     */
    public static SpamPolicy parse(String text) {
        return find(text).orElseThrow(() -> new InvalidValueException("must be one of distribute, hold, refuse"));
    }

    /** Reads a rule from the store. With unknown text such a message waits. */
    public static SpamPolicy ofStored(String text) {
        return find(text).orElse(HOLD);
    }

    private static Optional<SpamPolicy> find(String text) {
        return Stream.of(values()).filter(rule -> rule.text().equals(text)).findFirst();
    }
}
