// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;

/**
 * Finds the kinds of addresses, many at once. If a user and a group have an address, the user counts, as for mail.
 * Thread-safe.
 */
public final class MemberKinds {
    private final LocalAddresses localAddresses;
    private final GroupLookup groups;

    @Inject
    public MemberKinds(LocalAddresses localAddresses, GroupLookup groups) {
        this.localAddresses = localAddresses;
        this.groups = groups;
    }

    public Map<Address, MemberKind> of(Collection<Address> addresses) {
        Map<String, Boolean> domains = new HashMap<>();
        List<Address> local = addresses.stream()
                .filter(address -> domains.computeIfAbsent(address.domain(), localAddresses::isLocalDomain))
                .toList();
        Set<Address> existing = local.isEmpty() ? Set.of() : localAddresses.existing(local);
        return addresses.stream()
                .distinct()
                .collect(Collectors.toMap(
                        Function.identity(), address -> kind(address, domains.get(address.domain()), existing)));
    }

    private MemberKind kind(Address address, boolean isLocal, Set<Address> existing) {
        if (existing.contains(address)) {
            return MemberKind.USER;
        }
        if (groups.find(address).isPresent()) {
            return MemberKind.GROUP;
        }
        return isLocal ? MemberKind.UNKNOWN : MemberKind.EXTERNAL;
    }
}
