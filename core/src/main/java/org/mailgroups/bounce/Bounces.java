// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bounce;

import java.time.Instant;
import java.util.Objects;
import org.mailgroups.value.Address;
import org.mailgroups.value.Text;

/**
 * The failures of a member that count.
 *
 * @param count on how many days a copy failed
 * @param lastStatus the status code (RFC 3463) of the last failure; empty if there is none
 * @param lastReply the server's words about it
 * @param suspended whether the member gets no copies
 */
public record Bounces(
        Address member,
        int count,
        Instant firstAt,
        Instant lastAt,
        String lastStatus,
        String lastReply,
        boolean suspended) {
    public Bounces {
        Objects.requireNonNull(member, "member");
        Objects.requireNonNull(firstAt, "firstAt");
        Objects.requireNonNull(lastAt, "lastAt");
        lastStatus = Text.cleanedLine(lastStatus, Report.MAX_STATUS);
        lastReply = Text.cleanedLine(lastReply, Report.MAX_DIAGNOSTIC);
    }
}
