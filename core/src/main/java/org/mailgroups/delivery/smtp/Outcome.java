// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import java.util.Objects;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.value.Text;

/**
 * What became of a recipient in a transaction.
 *
 * @param status of RFC 3463, {@code 5.1.1}: the server's, or ours if it gave none
 * @param reply the server's words with its code, or ours if it said nothing; one harmless line, cut
 */
public record Outcome(Kind kind, String status, String reply) {
    /** What a caller has to tell apart. */
    public enum Kind {
        /** The server has taken the message. */
        ACCEPTED,
        /** It may take it later. */
        DEFERRED,
        /** It never will. */
        REFUSED,
        /** Nothing was decided. The recipient belongs into the next transaction, at once: no attempt was made. */
        NEXT_TRANSACTION,
        /** The connection was lost after the content, before its answer. To try again may make a second copy. */
        UNKNOWN,
        /** The content has octets above 127, and the server does not take them. Nothing was sent. */
        NEEDS_8BITMIME,
        /** The recipient's or the sender's local part is beyond ASCII, and the server does not take it. */
        NEEDS_SMTPUTF8,
        /** The content could not be read here, or has not the length that it should. Nobody got any of it. */
        CONTENT_UNREADABLE
    }

    public Outcome {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(status, "status");
        reply = Text.cleanedLine(reply, Attempt.MAX_REPLY);
    }

    static Outcome of(Kind kind, Reply reply) {
        return new Outcome(kind, reply.statusOr(reply.code() / 100 + ".0.0"), reply.words());
    }

    static Outcome deferred(LostException lost) {
        return new Outcome(Kind.DEFERRED, lost.status(), lost.getMessage());
    }
}
