// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call.view;

import org.mailgroups.membership.Ancestors.Membership;

/** A group that an address is in, as JSON. */
public record MembershipView(String address, String name, boolean direct) {
    public static MembershipView of(Membership membership) {
        return new MembershipView(
                membership.group().address().toString(), membership.group().name(), membership.direct());
    }
}
