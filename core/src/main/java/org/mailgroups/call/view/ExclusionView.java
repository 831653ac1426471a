// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call.view;

import org.mailgroups.exclusion.Exclusion;

/** An excluded address, as JSON. */
public record ExclusionView(String member, String addedAt) {
    public static ExclusionView of(Exclusion exclusion) {
        return new ExclusionView(
                exclusion.member().toString(), exclusion.addedAt().toString());
    }
}
