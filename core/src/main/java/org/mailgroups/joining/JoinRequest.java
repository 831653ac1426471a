// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.joining;

import java.time.Instant;
import java.util.Optional;
import org.mailgroups.value.Address;
import org.mailgroups.value.Text;

/**
 * Somebody's request to become a member of a group.
 *
 * @param id grows with each request; the key of pages
 * @param group the address that the group has now
 * @param text what the person wrote to the administrators; may have several lines; empty for nothing
 * @param verdict null until somebody has decided
 */
public record JoinRequest(
        long id,
        long groupId,
        Address group,
        Address person,
        String text,
        Instant requestedAt,
        RequestDecision verdict) {
    /** The longest text, in characters. */
    public static final int MAX_TEXT_LENGTH = 500;

    public JoinRequest {
        text = text(text);
    }

    /**
     * Returns a text as it is kept.
     *
     * @throws org.mailgroups.value.InvalidValueException if it is too long, or has characters that nobody can see
     */
    public static String text(String text) {
        return Text.lines("text", text, MAX_TEXT_LENGTH);
    }

    public RequestState state() {
        return verdict == null ? RequestState.WAITING : verdict.state();
    }

    /** Returns the decision, if there is one. */
    public Optional<RequestDecision> decision() {
        return Optional.ofNullable(verdict);
    }
}
