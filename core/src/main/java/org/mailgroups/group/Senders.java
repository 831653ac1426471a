// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.Locale;
import java.util.stream.Stream;
import org.mailgroups.value.InvalidValueException;

/** Whose messages a group takes. All but {@link #ANYONE} and {@link #LISTED} rest on authentication, never on MAIL FROM or From. */
public enum Senders {
    /** Everybody. */
    ANYONE,
    /** Every authenticated user of this server. */
    INTERNAL,
    /** Authenticated members, also those of nested groups. */
    MEMBERS,
    /** Authenticated administrators. */
    ADMINISTRATORS,
    /** Nobody but the allowed senders. */
    LISTED,
    /** The stored policy is none of these: somebody edited it by hand. Nobody may post until it is set anew. */
    UNREADABLE;

    /** The policy as callers and the store write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads what a caller wrote.
     *
     * @throws InvalidValueException if it is no policy
     */
    public static Senders parse(String text) {
        Senders senders = ofStored(text);
        if (senders == UNREADABLE) {
            throw new InvalidValueException("must be one of anyone, internal, members, administrators, listed");
        }
        return senders;
    }

    /** Reads what the store holds; unknown text closes the group. */
    public static Senders ofStored(String text) {
        return Stream.of(values())
                .filter(senders -> senders.text().equals(text))
                .findFirst()
                .orElse(UNREADABLE);
    }
}
