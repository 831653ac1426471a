// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.backup;

import java.time.Instant;
import java.util.Optional;
import org.mailgroups.group.NewMember;
import org.mailgroups.value.Address;
import org.mailgroups.value.Text;

/**
 * A direct member as it was added, for a copy elsewhere and back.
 *
 * @param ownName the name that this group has for the member; empty for none. The user's profile does not count
 */
public record StoredMember(Address address, String ownName, Instant addedAt) {
    public StoredMember {
        ownName = Text.line("name", ownName, NewMember.MAX_NAME_LENGTH);
    }

    /** Returns the name that this group has for the member. */
    public Optional<String> name() {
        return ownName.isEmpty() ? Optional.empty() : Optional.of(ownName);
    }
}
