// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import java.util.Locale;

/** The kinds of members and candidates. If an address is of several kinds, the first one counts. */
public enum MemberKind {
    /** A user of this server, or an alias or other mapping. */
    USER,
    GROUP,
    /** An address of another server. */
    EXTERNAL,
    /** An address of this server that nobody has any more. */
    UNKNOWN,
    /** A shared contact that is a candidate. As a member it has the kind of its address. */
    CONTACT;

    /** Returns the word for it in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
