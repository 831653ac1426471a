// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.mailgroups.value.Text;

/**
 * What became of a recipient at the last attempt.
 *
 * @param server the server that answered, by name; empty if none did
 * @param reply what it answered, in its own words, or why nothing was sent; neutral and cut
 * @param attempts how often the copy was tried, this time included
 * @param nextAt when it is tried again; null unless the state is {@link RecipientState#WAITING}
 */
public record Attempt(RecipientState state, String server, String reply, int attempts, Instant at, Instant nextAt) {
    /** The longest reply that is kept, in characters. */
    public static final int MAX_REPLY = 500;

    /** The longest name of a server that is kept, in characters. */
    public static final int MAX_SERVER = 255;

    public Attempt {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(at, "at");
        if ((state == RecipientState.WAITING) == (nextAt == null)) {
            throw new IllegalArgumentException("a recipient is tried again if, and only if, the copy waits");
        }
        server = Text.cleanedLine(server, MAX_SERVER);
        reply = Text.cleanedLine(reply, MAX_REPLY);
    }

    /** Returns when the copy is tried again; empty if it is not. */
    public Optional<Instant> next() {
        return Optional.ofNullable(nextAt);
    }
}
