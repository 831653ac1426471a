// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group.setting;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.mailgroups.value.InvalidValueException;

/** The rule that says which users may write in the group's name: with its address in From and as envelope sender. */
public enum SendAs {
    NONE,
    ADMINISTRATORS,
    /** Also those of nested groups, and the administrators. */
    MEMBERS;

    /** Returns the rule as callers and the store write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a rule from a caller.
     *
     * @throws InvalidValueException if it is no rule
     */
    public static SendAs parse(String text) {
        return find(text).orElseThrow(() -> new InvalidValueException("must be one of none, administrators, members"));
    }

    /** Reads a rule from the store. Unknown text is the strictest rule. */
    public static SendAs ofStored(String text) {
        return find(text).orElse(NONE);
    }

    private static Optional<SendAs> find(String text) {
        return Stream.of(values()).filter(rule -> rule.text().equals(text)).findFirst();
    }
}
