// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.backup;

import org.mailgroups.exclusion.Exclusion;
import org.mailgroups.value.Address;

/**
 * An exclusion as a backup has it.
 *
 * @param addedAt ISO 8601 in UTC
 */
record ExclusionEntry(Address member, String addedAt) {
    static ExclusionEntry of(Exclusion exclusion) {
        return new ExclusionEntry(exclusion.member(), exclusion.addedAt().toString());
    }

    Exclusion exclusion() {
        return new Exclusion(member, BackupTime.parse("addedAt", addedAt));
    }
}
