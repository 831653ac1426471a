// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.moderation;

import org.mailgroups.decision.Ruling;
import org.mailgroups.value.Words;

/** The state of a held message. */
public enum HeldState {
    /** It waits. */
    HELD,
    /** An administrator has approved it. */
    APPROVED,
    /** An administrator has rejected it. */
    REJECTED,
    /** Nobody decided in time. */
    EXPIRED;

    private static final Words<HeldState> WORDS = Words.ofAll(HeldState.class);

    /** Returns the state as the store writes it. */
    public String text() {
        return Words.of(this);
    }

    /** Returns the state of a message about which this was decided. */
    static HeldState after(Ruling ruling) {
        return ruling == Ruling.APPROVE ? APPROVED : REJECTED;
    }

    /** Reads a state from the store. With unknown text the message does not pass. */
    public static HeldState ofStored(String text) {
        return WORDS.parseStored(text, EXPIRED);
    }
}
