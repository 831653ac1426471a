// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.confirmation;

import java.util.Locale;

/** What somebody wants who has not proven who it is. */
public enum Wish {
    JOIN,
    LEAVE;

    /** Returns the wish as the store writes it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
