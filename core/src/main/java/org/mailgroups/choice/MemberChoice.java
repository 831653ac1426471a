// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.choice;

import java.util.Objects;
import org.mailgroups.value.Address;

/** What the person with an address wants of a group. */
public record MemberChoice(Address member, Choice choice) {
    public MemberChoice {
        Objects.requireNonNull(member, "member");
        Objects.requireNonNull(choice, "choice");
    }
}
