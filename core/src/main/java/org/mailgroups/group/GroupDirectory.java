// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.Optional;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Answers one question for the RCPT check, the mailet and the HTTP routes: which group does an address reach?
 *
 * <p>A sub-address (RFC 5233) reaches its group: {@code team+detail@example.org} is {@code team@example.org}. A user or
 * a mapping of the mail server may have come to have a group's address. Then the group is not reached: mail that a
 * person expects must not be spread to many.
 *
 * <p>While the store of groups is away, everything that needs no group still has its answer: addresses of other
 * domains, users and mappings. Thread-safe.
 */
public final class GroupDirectory {
    private final GroupLookup lookup;
    private final LocalAddresses localAddresses;

    public GroupDirectory(GroupLookup lookup, LocalAddresses localAddresses) {
        this.lookup = lookup;
        this.localAddresses = localAddresses;
    }

    /**
     * Returns the group that mail to this address reaches; empty if it reaches none.
     *
     * @throws StoreUnavailableException if that cannot be known now
     */
    public Optional<GroupEntry> groupAt(Address address) {
        try {
            return lookup.find(address)
                    .or(() -> withoutDetail(address))
                    .filter(group -> localAddresses.holderOf(address).isEmpty());
        } catch (StoreUnavailableException e) {
            if (isNeverGroup(address)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Returns the group with an id, whatever its address is by now.
     *
     * @throws StoreUnavailableException if that cannot be known now
     */
    public Optional<GroupEntry> group(long id) {
        return lookup.find(id);
    }

    /** Returns whether an address reaches no group, whatever the store says. */
    private boolean isNeverGroup(Address address) {
        return !localAddresses.isLocalDomain(address.domain())
                || localAddresses.holderOf(address).isPresent();
    }

    private Optional<GroupEntry> withoutDetail(Address address) {
        Address base = address.withoutDetail();
        return base.equals(address) ? Optional.empty() : lookup.find(base);
    }
}
