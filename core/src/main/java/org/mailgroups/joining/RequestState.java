// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.joining;

import java.util.Locale;
import java.util.stream.Stream;
import org.mailgroups.value.InvalidValueException;

/** The state of a request to join. */
public enum RequestState {
    /** Nobody has decided. */
    WAITING,
    /** The person has become a member. */
    APPROVED,
    REJECTED,
    /** Nobody decided in time. */
    EXPIRED;

    /** Returns the state as callers and the store write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the state that an action of a caller leads to.
     *
     * @throws InvalidValueException if it is neither {@code approve} nor {@code reject}
     */
    public static RequestState ofAction(String action) {
        return switch (action) {
            case "approve" -> APPROVED;
            case "reject" -> REJECTED;
            default -> throw new InvalidValueException("action", "must be approve or reject");
        };
    }

    /** Reads a state from the store. Unknown text makes nobody a member. */
    public static RequestState ofStored(String text) {
        return Stream.of(values())
                .filter(state -> state.text().equals(text))
                .findFirst()
                .orElse(EXPIRED);
    }
}
