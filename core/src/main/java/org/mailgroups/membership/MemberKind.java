// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import java.util.Locale;

/** What a member is, or somebody who could become one. Where one address is several of these, the first one counts. */
public enum MemberKind {
    /** A user of this server, or an alias or other mapping of one. */
    USER,
    GROUP,
    /** Anybody else. */
    EXTERNAL,
    /** A shared contact that is no member yet; as a member it is what its address is. */
    CONTACT;

    /** The word for it in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
