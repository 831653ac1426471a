// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bounce;

import java.util.Objects;
import org.mailgroups.value.Address;

/** A member of a group who gets no copies. */
public record Suspension(Address group, Address member) {
    public Suspension {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(member, "member");
    }
}
