// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.moderation;

import java.util.Locale;
import java.util.stream.Stream;

/** What has become of a message that had to wait for a decision. */
public enum HeldState {
    /** It waits. */
    HELD,
    /** An administrator has let it pass. */
    APPROVED,
    /** An administrator has turned it down. */
    REJECTED,
    /** Nobody decided in time. */
    EXPIRED;

    /** The state as the store writes it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads what the store holds; unknown text lets nothing pass. */
    public static HeldState ofStored(String text) {
        return Stream.of(values())
                .filter(state -> state.text().equals(text))
                .findFirst()
                .orElse(EXPIRED);
    }
}
