// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import java.time.Instant;
import java.util.Optional;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.RecipientState;

/**
 * The attempts of a posting as they are shown.
 *
 * @param receivedAt when the message came
 * @param cancellation how the posting was cancelled; empty if it was not
 */
record ShownAttempts(Instant receivedAt, Optional<Cancellation> cancellation) {
    /** Who cancelled a posting, and when. */
    record Cancellation(String by, Instant at) {}

    /** Returns what is shown of an attempt. If the posting was cancelled, those who wait have failed. */
    Attempt shown(Attempt last) {
        if (last.state() != RecipientState.WAITING) {
            return last;
        }
        return cancellation
                .map(end -> new Attempt(
                        RecipientState.FAILED,
                        last.server(),
                        "The posting was cancelled by " + end.by(),
                        last.attempts(),
                        end.at(),
                        null))
                .orElseGet(() -> last.at().isAfter(Instant.EPOCH) ? last : untried(last));
    }

    private Attempt untried(Attempt last) {
        return new Attempt(last.state(), last.server(), last.reply(), last.attempts(), receivedAt, last.nextAt());
    }
}
