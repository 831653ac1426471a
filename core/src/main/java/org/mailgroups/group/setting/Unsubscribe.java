// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group.setting;

import java.util.Optional;
import java.util.stream.Stream;
import org.mailgroups.value.InvalidValueException;

/** The rule that says what a copy tells about how to leave the group: its List-Unsubscribe (RFC 2369 3.2, RFC 8058). */
public enum Unsubscribe {
    /** Nothing. */
    NONE("none"),
    /** The address to write to. */
    MAIL("mail"),
    /** For each member elsewhere a link and an address of the member's own. */
    ONE_CLICK("oneClick");

    private final String text;

    Unsubscribe(String text) {
        this.text = text;
    }

    /** Returns the rule as callers and the store write it. */
    public String text() {
        return text;
    }

    /**
     * Reads a rule from a caller.
     *
     * @throws InvalidValueException if it is no rule
     */
    public static Unsubscribe parse(String text) {
        return find(text).orElseThrow(() -> new InvalidValueException("must be one of none, mail, oneClick"));
    }

    /** Reads a rule from the store. Unknown text is the rule that a group has by default. */
    public static Unsubscribe ofStored(String text) {
        return find(text).orElse(MAIL);
    }

    private static Optional<Unsubscribe> find(String text) {
        return Stream.of(values()).filter(rule -> rule.text.equals(text)).findFirst();
    }
}
