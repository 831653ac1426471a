// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.mailgroups.value.InvalidValueException;

/** Whose messages wait for an administrator's approval. */
public enum Moderation {
    /** Nobody's: who may not post is refused. */
    NONE,
    /** Theirs who may not post: held instead of refused. */
    OUTSIDERS,
    /** Everybody's. */
    EVERYONE;

    /** The rule as callers and the store write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads what a caller wrote.
     *
     * @throws InvalidValueException if it is no rule
     */
    public static Moderation parse(String text) {
        return find(text).orElseThrow(() -> new InvalidValueException("must be one of none, outsiders, everyone"));
    }

    /** Reads what the store holds; unknown text means that everything waits. */
    public static Moderation ofStored(String text) {
        return find(text).orElse(EVERYONE);
    }

    private static Optional<Moderation> find(String text) {
        return Stream.of(values())
                .filter(moderation -> moderation.text().equals(text))
                .findFirst();
    }
}
