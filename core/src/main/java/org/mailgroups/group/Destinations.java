// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;

/**
 * Answers whether mail to an address goes somewhere, as far as this server can know. Mail to another server may. Mail
 * to a local domain does if a user, a mapping or a group has the address. Thread-safe, if its ports are.
 */
public final class Destinations {
    private final LocalAddresses localAddresses;
    private final GroupLookup groups;

    public Destinations(LocalAddresses localAddresses, GroupLookup groups) {
        this.localAddresses = localAddresses;
        this.groups = groups;
    }

    /** Returns those of the given addresses to which mail would go nowhere. Local addresses are looked up in bulk. */
    public Set<Address> missingAmong(Collection<Address> addresses) {
        Map<String, Boolean> domains = new HashMap<>();
        List<Address> local = new ArrayList<>();
        for (Address address : addresses) {
            if (domains.computeIfAbsent(address.domain(), localAddresses::isLocalDomain)) {
                local.add(address);
            }
        }
        if (local.isEmpty()) {
            return Set.of();
        }
        Set<Address> existing = localAddresses.existing(local);
        return local.stream()
                .filter(address -> !existing.contains(address))
                .filter(address -> groups.find(address).isEmpty())
                .collect(Collectors.toSet());
    }
}
