// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.Locale;
import java.util.stream.Stream;
import org.mailgroups.value.InvalidValueException;

/**
 * The policy that says which authors may post to a group. All but {@link #ANYONE} and {@link #LISTED} rest on
 * authentication, never on MAIL FROM or From.
 */
public enum Senders {
    /** Everybody. */
    ANYONE,
    /** Every authenticated user of this server. */
    INTERNAL,
    /** Authenticated members, also those of nested groups. */
    MEMBERS,
    /** Authenticated administrators. */
    ADMINISTRATORS,
    /** Only the allowed senders. */
    LISTED,
    /** The store has none of these, since somebody edited it by hand. Nobody may post until the policy is set again. */
    UNREADABLE;

    /** Returns the policy as callers and the store write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a policy from a caller.
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

    /** Reads a policy from the store. Unknown text closes the group. */
    public static Senders ofStored(String text) {
        return Stream.of(values())
                .filter(senders -> senders.text().equals(text))
                .findFirst()
                .orElse(UNREADABLE);
    }
}
