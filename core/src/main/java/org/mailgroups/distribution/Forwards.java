// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.mailgroups.value.Address;

/**
 * What an alias leads to by way of some of its addresses: the forwards of people who are to get nothing.
 *
 * @param targets addresses behind those people that no other address of the alias leads to
 * @param people those of them on the way
 */
record Forwards(Set<Address> targets, Set<Address> people) {
    static final Forwards NONE = new Forwards(Set.of(), Set.of());

    /** Finds the forwards of those among the addresses of an alias whom a test tells. */
    static Forwards of(Address alias, Predicate<Address> isLeftOut, AddressRewriting rewriting) {
        Set<Address> people = new HashSet<>();
        Set<Address> others = reached(
                Set.of(alias),
                address -> {
                    boolean isOne = !address.equals(alias) && isLeftOut.test(address);
                    if (isOne) {
                        people.add(address);
                    }
                    return !isOne;
                },
                rewriting);
        if (people.isEmpty()) {
            return NONE;
        }
        Set<Address> targets = reached(people, address -> true, rewriting);
        targets.removeAll(others);
        targets.removeAll(people);
        return new Forwards(targets, people);
    }

    /** Returns the addresses that some lead to, themselves too, by way of those that are to be looked at. */
    private static Set<Address> reached(
            Set<Address> from, Predicate<Address> isToBeLookedAt, AddressRewriting rewriting) {
        Set<Address> reached = new HashSet<>();
        Deque<Address> open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            Address address = open.remove();
            if (!reached.contains(address) && isToBeLookedAt.test(address)) {
                reached.add(address);
                open.addAll(rewriting.next(address));
            }
        }
        return reached;
    }
}
