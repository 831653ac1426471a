// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.mailgroups.value.InvalidValueException;

/** The rule that says which messages wait for an administrator's approval. */
public enum Moderation {
    /** None: a message whose author may not post is refused. */
    NONE,
    /** Messages of authors who may not post: they are held instead of refused. */
    OUTSIDERS,
    /** All. */
    EVERYONE;

    /** Returns the rule as callers and the store write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a rule from a caller.
     *
     * @throws InvalidValueException if it is no rule
     */
    public static Moderation parse(String text) {
        return find(text).orElseThrow(() -> new InvalidValueException("must be one of none, outsiders, everyone"));
    }

    /** Reads a rule from the store. With unknown text every message waits. */
    public static Moderation ofStored(String text) {
        return find(text).orElse(EVERYONE);
    }

    private static Optional<Moderation> find(String text) {
        return Stream.of(values())
                .filter(moderation -> moderation.text().equals(text))
                .findFirst();
    }
}
