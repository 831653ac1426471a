// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.Optional;
import java.util.Set;
import org.mailgroups.value.Address;

/**
 * The author of a message to a group, as far as it is proven.
 *
 * @param identities the authenticated user and the user's aliases; empty if nobody authenticated
 * @param foreign an author's address that the message gives in MAIL FROM or From without a right to it: another than
 *     the authenticated user's, or one of our domains if nobody authenticated and nothing proves it; null if there is
 *     none
 * @param proven addresses outside that SPF or DKIM has verified for this message
 * @param member whether one of the identities is a member of the group, directly or through nested groups
 */
public record Author(Set<Address> identities, String foreign, Set<Address> proven, boolean member) {
    /** An author of whom nothing is known. */
    public static final Author UNKNOWN = new Author(Set.of(), null, Set.of(), false);

    public Author {
        identities = Set.copyOf(identities);
        proven = Set.copyOf(proven);
    }

    public boolean isAuthenticated() {
        return !identities.isEmpty();
    }

    /** Returns an address that the author uses without a right to it; empty if there is none. */
    public Optional<String> foreignAddress() {
        return Optional.ofNullable(foreign);
    }
}
