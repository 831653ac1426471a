// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The port to what the mail server itself knows of addresses: its domains, users and mappings. Groups are not among them.
 *
 * <p>Thread-safe. Every method throws {@link StoreUnavailableException} where the server's tables cannot answer.
 */
public interface LocalAddresses {
    /** Whether this server receives mail for a domain (lower case, A-labels). */
    boolean isLocalDomain(String domain);

    /** The user or mapping that has this address, if any; never {@link AddressHolder#GROUP}. Users come first. */
    Optional<AddressHolder> holderOf(Address address);

    /** Those of the given addresses, all of local domains, that a user or a mapping has, by themselves or through their domain; asked in bulk. */
    Set<Address> existing(Collection<Address> addresses);

    /** Whether a user of this server has exactly this address. */
    default boolean isUser(Address address) {
        return holderOf(address).filter(AddressHolder.USER::equals).isPresent();
    }

    /** All users, in no particular order. To be closed. */
    Stream<Address> users();
}
