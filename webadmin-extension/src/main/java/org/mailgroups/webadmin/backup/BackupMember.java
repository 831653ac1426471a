// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.backup;

import java.util.Optional;
import java.util.UUID;
import org.mailgroups.backup.StoredMember;
import org.mailgroups.value.Address;

/**
 * A member as a backup has it.
 *
 * @param contact the shared contact that the member follows, where there was one
 */
record BackupMember(StoredMember member, Optional<UUID> contact) {
    Address address() {
        return member.address();
    }
}
