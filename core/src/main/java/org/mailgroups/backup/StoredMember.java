// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.backup;

import java.time.Instant;
import java.util.Optional;
import org.mailgroups.group.NewMember;
import org.mailgroups.value.Address;
import org.mailgroups.value.Text;

/**
 * A direct member as it was put in, to be kept elsewhere and put back.
 *
 * @param ownName the name this group knows the member by; empty for none, whatever the user's profile says
 */
public record StoredMember(Address address, String ownName, Instant addedAt) {
    public StoredMember {
        ownName = Text.line("name", ownName, NewMember.MAX_NAME_LENGTH);
    }

    /** The name this group knows the member by. */
    public Optional<String> name() {
        return ownName.isEmpty() ? Optional.empty() : Optional.of(ownName);
    }
}
