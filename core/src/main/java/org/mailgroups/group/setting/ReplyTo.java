// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group.setting;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.mailgroups.value.InvalidValueException;

/** The rule that says where an answer to a member's copy goes. */
public enum ReplyTo {
    /** Where the author wants it: the copy has the author's own Reply-To, or none. */
    SENDER,
    /** To the group. */
    GROUP;

    /** Returns the rule as callers and the store write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a rule from a caller.
     *
     * @throws InvalidValueException if it is no rule
     */
    public static ReplyTo parse(String text) {
        return find(text).orElseThrow(() -> new InvalidValueException("must be one of sender, group"));
    }

    /** Reads a rule from the store. With unknown text an answer goes to one person, not to all. */
    public static ReplyTo ofStored(String text) {
        return find(text).orElse(SENDER);
    }

    private static Optional<ReplyTo> find(String text) {
        return Stream.of(values()).filter(rule -> rule.text().equals(text)).findFirst();
    }
}
