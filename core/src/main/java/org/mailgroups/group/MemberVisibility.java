// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.mailgroups.value.InvalidValueException;

/** The rule that says who may list a group's members, besides a postmaster. */
public enum MemberVisibility {
    MEMBERS,
    ADMINISTRATORS,
    ANYONE;

    /** Returns the rule as callers and the store write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a rule from a caller.
     *
     * @throws InvalidValueException if it is no rule
     */
    public static MemberVisibility parse(String text) {
        return find(text)
                .orElseThrow(() -> new InvalidValueException("must be one of members, administrators, anyone"));
    }

    /** Reads a rule from the store. Unknown text is the strictest rule. */
    public static MemberVisibility ofStored(String text) {
        return find(text).orElse(ADMINISTRATORS);
    }

    private static Optional<MemberVisibility> find(String text) {
        return Stream.of(values())
                .filter(visibility -> visibility.text().equals(text))
                .findFirst();
    }
}
