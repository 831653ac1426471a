// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group.setting;

import java.util.Optional;
import java.util.stream.Stream;
import org.mailgroups.value.InvalidValueException;

/** The rule that says when the group's address takes the author's place in From. It is for members elsewhere only. */
public enum FromRewrite {
    NEVER("never"),
    /** If the author's domain wants mail refused that does not prove to be its own, and the copy would not. */
    WHEN_NEEDED("whenNeeded"),
    ALWAYS("always");

    private final String text;

    FromRewrite(String text) {
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
    public static FromRewrite parse(String text) {
        return find(text).orElseThrow(() -> new InvalidValueException("must be one of never, whenNeeded, always"));
    }

    /** Reads a rule from the store. Unknown text is the rule that a group has by default. */
    public static FromRewrite ofStored(String text) {
        return find(text).orElse(WHEN_NEEDED);
    }

    private static Optional<FromRewrite> find(String text) {
        return Stream.of(values()).filter(rule -> rule.text.equals(text)).findFirst();
    }
}
