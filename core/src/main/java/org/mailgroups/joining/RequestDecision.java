// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.joining;

import java.time.Instant;
import org.mailgroups.value.Address;
import org.mailgroups.value.Text;

/**
 * What was decided about a request to join.
 *
 * @param state never {@link RequestState#WAITING}
 * @param by the name of the principal who decided, for the audit trail
 */
public record RequestDecision(RequestState state, String by, Instant at) {
    public RequestDecision {
        if (state == RequestState.WAITING) {
            throw new IllegalArgumentException("WAITING is not a decision");
        }
        by = Text.cleanedLine(by, Address.MAX_OCTETS);
    }
}
