// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.choice;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mailgroups.value.Address;

/**
 * What members of one group have chosen, as a message sees it.
 *
 * @param silent those who get no messages
 * @param withoutOwnCopy those who get no copies of their own messages
 */
public record Choices(Set<Address> silent, Set<Address> withoutOwnCopy) {
    public static final Choices NONE = new Choices(Set.of(), Set.of());

    public Choices {
        silent = Set.copyOf(silent);
        withoutOwnCopy = Set.copyOf(withoutOwnCopy);
    }

    /** Returns what a list of choices comes to. */
    public static Choices of(List<MemberChoice> chosen) {
        Set<Address> silent = new HashSet<>();
        Set<Address> withoutOwnCopy = new HashSet<>();
        for (MemberChoice one : chosen) {
            if (one.choice().delivery() == Delivery.NONE) {
                silent.add(one.member());
            }
            if (!one.choice().ownCopy()) {
                withoutOwnCopy.add(one.member());
            }
        }
        return new Choices(silent, withoutOwnCopy);
    }

    /** Returns who gets no copy of a message, given all addresses of its author. */
    public Set<Address> leftOut(Set<Address> author) {
        if (withoutOwnCopy.isEmpty() || author.isEmpty()) {
            return silent;
        }
        Set<Address> leftOut = new HashSet<>(withoutOwnCopy);
        leftOut.retainAll(author);
        leftOut.addAll(silent);
        return leftOut;
    }

    /** Returns how many addresses are kept here. */
    public int size() {
        return silent.size() + withoutOwnCopy.size();
    }
}
