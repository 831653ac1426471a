// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import org.mailgroups.membership.Ancestors.Membership;

/** A group that an address is in, as JSON. */
record MembershipView(String address, String name, boolean direct) {
    static MembershipView of(Membership membership) {
        return new MembershipView(
                membership.group().address().toString(), membership.group().name(), membership.direct());
    }
}
