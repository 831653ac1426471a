// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.mailgroups.value.Address;

/**
 * The author of a message to a group, as far as it is proven.
 *
 * @param identities the authenticated user and the user's aliases; empty if nobody authenticated
 * @param foreign an author's address that the message gives in MAIL FROM or From without a right to it: another than
 *     the authenticated user's, or one of our domains if nobody authenticated and nothing proves it; null if there is
 *     none
 * @param proven addresses outside that SPF or DKIM has verified for this message
 * @param membership tells whether one of the identities is a member of the group, directly or through nested groups. In
 *     a large group that takes a while, so it is asked only where something depends on it
 */
public record Author(Set<Address> identities, String foreign, Set<Address> proven, BooleanSupplier membership) {
    /** An author of whom nothing is known. */
    public static final Author UNKNOWN = new Author(Set.of(), null, Set.of(), false);

    public Author {
        identities = Set.copyOf(identities);
        proven = Set.copyOf(proven);
    }

    /** An author of whom it is known whether one of the identities is a member. */
    public Author(Set<Address> identities, String foreign, Set<Address> proven, boolean member) {
        this(identities, foreign, proven, () -> member);
    }

    /**
     * Returns whether one of the identities is a member of the group, directly or through nested groups.
     *
     * @throws org.mailgroups.value.StoreUnavailableException if that cannot be known now
     */
    public boolean member() {
        return membership.getAsBoolean();
    }

    public boolean isAuthenticated() {
        return !identities.isEmpty();
    }

    /** Returns an address that the author uses without a right to it; empty if there is none. */
    public Optional<String> foreignAddress() {
        return Optional.ofNullable(foreign);
    }
}
