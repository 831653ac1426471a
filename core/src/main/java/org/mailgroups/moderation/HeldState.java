// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.moderation;

import java.util.Locale;
import java.util.stream.Stream;
import org.mailgroups.decision.Ruling;

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

    /** Returns the state as the store writes it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the state of a message about which this was decided. */
    static HeldState after(Ruling ruling) {
        return ruling == Ruling.APPROVE ? APPROVED : REJECTED;
    }

    /** Reads a state from the store. With unknown text the message does not pass. */
    public static HeldState ofStored(String text) {
        return Stream.of(values())
                .filter(state -> state.text().equals(text))
                .findFirst()
                .orElse(EXPIRED);
    }
}
