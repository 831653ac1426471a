// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

import org.mailgroups.value.NotAllowedException;
import org.mailgroups.value.Principal;

/** Who may maintain shared contacts, and see those that are not shared: postmasters alone (seed line B1). */
public final class Postmasters {
    private Postmasters() {}

    /**
     * Who asks is a postmaster.
     *
     * @throws NotAllowedException if not
     */
    public static void require(Principal principal) {
        if (!principal.postmaster()) {
            throw new NotAllowedException(
                    "shared contacts are maintained by postmasters; members have the address book");
        }
    }
}
