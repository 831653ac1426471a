// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bounce;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.mailgroups.delivery.RecipientState;

/**
 * A copy for somebody whose mailbox another server has.
 *
 * @param sentAt when the posting came
 * @param state what has become of it
 */
public record SentCopy(UUID posting, Instant sentAt, RecipientState state) {
    public SentCopy {
        Objects.requireNonNull(posting, "posting");
        Objects.requireNonNull(sentAt, "sentAt");
        Objects.requireNonNull(state, "state");
    }

    /** Returns whether another server has taken it, so that a report may come back. */
    public boolean wasTaken() {
        return state == RecipientState.DELIVERED || state == RecipientState.HANDED_OVER;
    }
}
