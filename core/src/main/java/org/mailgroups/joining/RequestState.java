// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.joining;

import org.mailgroups.decision.Ruling;
import org.mailgroups.value.Words;

/** The state of a request to join. */
public enum RequestState {
    /** Nobody has decided. */
    WAITING,
    /** The person has become a member. */
    APPROVED,
    REJECTED,
    /** Nobody decided in time. */
    EXPIRED;

    private static final Words<RequestState> WORDS = Words.ofAll(RequestState.class);

    /** Returns the state as callers and the store write it. */
    public String text() {
        return Words.of(this);
    }

    /** Returns the state of a request about which this was decided. */
    static RequestState after(Ruling ruling) {
        return ruling == Ruling.APPROVE ? APPROVED : REJECTED;
    }

    /** Reads a state from the store. Unknown text makes nobody a member. */
    public static RequestState ofStored(String text) {
        return WORDS.parseStored(text, EXPIRED);
    }
}
