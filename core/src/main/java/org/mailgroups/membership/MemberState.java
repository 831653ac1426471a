// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import java.util.Locale;

/** Whether a member gets copies. */
public enum MemberState {
    ACTIVE,
    /** Too many copies have failed. */
    SUSPENDED;

    /** Returns the word in which it is asked for. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
