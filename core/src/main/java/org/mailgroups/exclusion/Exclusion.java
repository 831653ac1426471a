// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.exclusion;

import java.time.Instant;
import java.util.Objects;
import org.mailgroups.value.Address;

/** An address that gets nothing from a group, and since when. */
public record Exclusion(Address member, Instant addedAt) {
    public Exclusion {
        Objects.requireNonNull(member, "member");
        Objects.requireNonNull(addedAt, "addedAt");
    }
}
