// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.backup;

import java.util.Optional;
import java.util.UUID;
import org.mailgroups.value.Address;

/**
 * A member as a backup has it.
 *
 * @param contact the shared contact that the member follows, if there is one
 */
record BackupMember(StoredMember member, Optional<UUID> contact) {
    Address address() {
        return member.address();
    }
}
