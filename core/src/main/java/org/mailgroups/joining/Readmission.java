// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.joining;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.mailgroups.distribution.Identities;
import org.mailgroups.exclusion.ExclusionRepository;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.value.Address;

/** Ends the exclusions of a person who joins, so that one who has left before gets messages again. */
final class Readmission {
    private Readmission() {}

    /** Returns the addresses of a person, for all of which exclusions end. */
    static Set<Address> own(Identities identities, Address person) {
        Set<Address> own = new TreeSet<>(identities.of(person));
        own.add(person);
        return own;
    }

    /** Ends the exclusions of a person, and returns for which addresses there were some. */
    static List<Address> include(ExclusionRepository exclusions, GroupLookup lookup, Address group, Set<Address> own) {
        Optional<GroupEntry> entry = lookup.find(group);
        return entry.stream()
                .flatMap(found -> lookup.excluded(found).stream())
                .filter(own::contains)
                .sorted()
                .filter(address -> exclusions.remove(group, address))
                .toList();
    }
}
