// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.List;
import java.util.Optional;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

/**
 * The port through which a message finds groups: fast enough to be asked for every RCPT, and never wrong about an unknown address.
 *
 * <p>A change is seen at once on the node that made it, within a second on the others. Thread-safe. Every method throws {@link
 * StoreUnavailableException} rather than answer from knowledge that is too old; "no such group" and "no members" are always facts.
 */
public interface GroupLookup {
    /** The group with exactly this address. An unknown address costs no query. */
    Optional<GroupEntry> find(Address address);

    /** Grows with every change of any group; what was computed from groups holds as long as it stays. */
    long version();

    /** The direct members of a group in {@link Address} order, without duplicates. */
    List<Address> members(GroupEntry group);
}
