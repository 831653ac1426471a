// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.mailgroups.value.InvalidValueException;

/** Who may list a group's members, besides the postmaster. */
public enum MemberVisibility {
    MEMBERS,
    ADMINISTRATORS,
    ANYONE;

    /** The rule as callers and the store write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads what a caller wrote.
     *
     * @throws InvalidValueException if it is no rule
     */
    public static MemberVisibility parse(String text) {
        return find(text)
                .orElseThrow(() -> new InvalidValueException("must be one of members, administrators, anyone"));
    }

    /** Reads what the store holds; unknown text is the strictest rule. */
    public static MemberVisibility ofStored(String text) {
        return find(text).orElse(ADMINISTRATORS);
    }

    private static Optional<MemberVisibility> find(String text) {
        return Stream.of(values())
                .filter(visibility -> visibility.text().equals(text))
                .findFirst();
    }

    /**
     * Whether somebody may list the members.
     *
     * @param postmaster sees everything
     */
    public boolean allows(boolean postmaster, boolean administrator, boolean member) {
        return postmaster
                || switch (this) {
                    case ANYONE -> true;
                    case MEMBERS -> member || administrator;
                    case ADMINISTRATORS -> administrator;
                };
    }
}
