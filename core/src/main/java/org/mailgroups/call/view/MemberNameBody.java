// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call.view;

import org.mailgroups.group.NewMember;
import org.mailgroups.json.Given;
import org.mailgroups.value.Address;

/** The name of a member in a group. The path names the member's address. */
public record MemberNameBody(Given<String> name) {
    public static final int MAX_BYTES = 16 << 10;

    /** The body of a call about a contact. The contact itself has the name. */
    public record None() {}

    public NewMember member(Address address) {
        return new NewMember(address, name.orElse(""));
    }
}
