// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import org.mailgroups.group.NewMember;
import org.mailgroups.json.Given;
import org.mailgroups.value.Address;

/** What a group knows of a member whom the path names. */
record MemberNameBody(Given<String> name) {
    static final int MAX_BYTES = 16 << 10;

    /** The body of a call about a contact, which gives the name itself. */
    record None() {}

    NewMember member(Address address) {
        return new NewMember(address, name.orElse(""));
    }
}
