// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.distribution.AddressRewriting.Rewritten;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;

/** Tells the addresses that mean one person alone from those that lead to others as well. Thread-safe. */
public final class OwnAddresses {
    private final LocalAddresses localAddresses;
    private final AddressRewriting rewriting;

    @Inject
    public OwnAddresses(LocalAddresses localAddresses, AddressRewriting rewriting) {
        this.localAddresses = localAddresses;
        this.rewriting = rewriting;
    }

    /** Returns those of a person's addresses that lead to nobody else. */
    public List<Address> alone(Set<Address> own, Address person) {
        return own.stream()
                .filter(address -> !leadsToOthers(address, own, person))
                .toList();
    }

    /** Returns whether an alias of the person is one of others, too. To where a user forwards mail does not matter. */
    private boolean leadsToOthers(Address address, Set<Address> own, Address person) {
        if (!localAddresses.isLocalDomain(address.domain()) || localAddresses.isUser(address)) {
            return false;
        }
        Map<Address, Rewritten> rewritten = rewriting.rewrite(List.of(address, person));
        return targets(rewritten.get(address))
                .anyMatch(target ->
                        !own.contains(target) && targets(rewritten.get(person)).noneMatch(target::equals));
    }

    private static Stream<Address> targets(Rewritten rewritten) {
        return rewritten instanceof Rewritten.To to ? to.addresses().stream() : Stream.of();
    }
}
