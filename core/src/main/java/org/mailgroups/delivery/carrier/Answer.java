// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.carrier;

import java.util.Objects;

/**
 * What a carrier says about one recipient.
 *
 * @param server the name of whoever answered; empty if nobody did
 * @param words the answer in its own words, or the reason why there is none
 */
public record Answer(Kind kind, String server, String words) {
    /** What an answer means for the recipient. */
    public enum Kind {
        /** The recipient's server has it. */
        DELIVERED,
        /** The mail server has it. */
        HANDED_OVER,
        /** Not now; it counts as an attempt. */
        DEFERRED,
        /** Not now, since there is no such domain; it counts as an attempt, and few of them are made. */
        NO_DOMAIN,
        /** Never. */
        REFUSED,
        /** In another transaction, at once: this one has too many recipients. */
        ONCE_MORE
    }

    public Answer {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(words, "words");
    }
}
