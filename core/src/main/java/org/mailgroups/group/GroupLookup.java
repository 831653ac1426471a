// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailgroups.choice.Choices;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

/**
 * The port through which a message finds groups. It is fast enough to be asked for every RCPT, and never wrong about an
 * unknown address.
 *
 * <p>A change is seen at once on the node that made it, and within a second on the others. Every method throws {@link
 * StoreUnavailableException} rather than answer from knowledge that is too old. "No such group" and "no members" are
 * always facts. Thread-safe.
 */
public interface GroupLookup {
    /** Returns the group with exactly this address. An unknown address costs no query. */
    Optional<GroupEntry> find(Address address);

    /** Returns the group with this id, whatever its address is by now. An unknown id costs no query. */
    Optional<GroupEntry> find(long id);

    /**
     * Returns a number that grows with every change of any group. As long as it stays, results computed from groups
     * hold.
     */
    long version();

    /** Returns the direct members of a group in {@link Address} order, without duplicates. */
    List<Address> members(GroupEntry group);

    /** Returns the addresses that get nothing from a group although a nested group has them; mostly none. */
    Set<Address> excluded(GroupEntry group);

    /** Returns what members of a group have chosen; mostly nothing. */
    Choices choices(GroupEntry group);

    /** Returns the addresses that get no copies as members of a group, since too many have failed; mostly none. */
    Set<Address> suspended(GroupEntry group);
}
