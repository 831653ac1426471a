// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The port to the addresses that the mail server itself knows: its domains, users and mappings, but not groups.
 *
 * <p>Thread-safe. Every method throws {@link StoreUnavailableException} if the server's tables cannot answer.
 */
public interface LocalAddresses {
    /**
     * Tells whether this server receives mail for a domain.
     *
     * @param domain in lower case, in A-labels
     */
    boolean isLocalDomain(String domain);

    /**
     * Returns what has this address: a user or a mapping, never {@link AddressHolder#GROUP}. It is the user if both
     * have it.
     */
    Optional<AddressHolder> holderOf(Address address);

    /**
     * Returns those of the given addresses that a user or a mapping has. A mapping may have one address or a whole
     * domain. This asks in bulk.
     *
     * @param addresses all of local domains
     */
    Set<Address> existing(Collection<Address> addresses);

    /** Returns those of the given addresses that users of this server have. This asks in bulk. */
    Set<Address> usersAmong(Collection<Address> addresses);

    /** Tells whether a user of this server has exactly this address. */
    default boolean isUser(Address address) {
        return holderOf(address).filter(AddressHolder.USER::equals).isPresent();
    }

    /** Returns all users, in no particular order. The caller closes the stream. */
    Stream<Address> users();
}
