// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.time.Instant;
import java.util.Optional;
import org.mailgroups.value.Address;

/**
 * A direct member of a group as it is in the store.
 *
 * @param knownAs the name from the membership, else from the user's profile, else empty
 */
public record Member(Address address, String knownAs, Instant addedAt) {
    /** Returns the member's name, if one is known. */
    public Optional<String> name() {
        return knownAs.isEmpty() ? Optional.empty() : Optional.of(knownAs);
    }
}
