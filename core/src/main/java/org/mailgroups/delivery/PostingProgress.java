// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery;

import java.util.Locale;

/** How far a posting is. */
public enum PostingProgress {
    /** Somebody waits for it. */
    WAITING,
    /** Each recipient's copy was taken. */
    DONE,
    /** Nobody waits any more, and somebody's copy was not taken. */
    FAILED,
    /** A postmaster has ended it. */
    CANCELLED;

    /** Returns the word in which it is stored and shown. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
