// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import org.mailgroups.exclusion.Exclusion;

/** An excluded address, as JSON. */
record ExclusionView(String member, String addedAt) {
    static ExclusionView of(Exclusion exclusion) {
        return new ExclusionView(
                exclusion.member().toString(), exclusion.addedAt().toString());
    }
}
