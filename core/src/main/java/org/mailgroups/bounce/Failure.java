// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bounce;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.mailgroups.value.Address;
import org.mailgroups.value.Text;

/**
 * A copy that speaks against the address it was sent to, see {@link ReportKind#HARD}.
 *
 * @param group the id of the group as whose member the address got the copy
 * @param sentAt when the posting came. Its day is the one that counts: a report counts the same, whenever it comes and
 *     however often
 * @param status the status code (RFC 3463), such as {@code 5.1.1}; empty if there is none
 * @param reply the server's words, cleaned and cut; empty if there are none
 * @param isProven whether nobody else can have invented it: the member's server has said it to us, or in a report to a
 *     return path that the copies of others did not have
 */
public record Failure(
        long group, Address member, UUID posting, Instant sentAt, String status, String reply, boolean isProven) {
    public Failure {
        Objects.requireNonNull(member, "member");
        Objects.requireNonNull(posting, "posting");
        Objects.requireNonNull(sentAt, "sentAt");
        status = Text.cleanedLine(status, Report.MAX_STATUS);
        reply = Text.cleanedLine(reply, Report.MAX_DIAGNOSTIC);
    }

    /** Returns the day in UTC that counts, counted from 1970. */
    public long day() {
        return dayOf(sentAt);
    }

    /** Returns the day in UTC of a time, counted from 1970. */
    public static long dayOf(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), 86_400L);
    }
}
