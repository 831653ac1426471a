// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

/** A connection that carries nothing any more. The message says why, in one harmless line. */
final class LostException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The ways in which it was lost. */
    enum Kind {
        /** The network, a time-out, or {@link SmtpConnection#abort}. */
        LOST,
        /** The server has said that it closes it. */
        CLOSED,
        /** An answer fits no question. So those before it may belong to other questions too. */
        ASTRAY
    }

    private final Kind kind;
    private final String status;

    private LostException(Kind kind, String status, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.status = status;
    }

    static LostException lost(String message, Throwable cause) {
        return new LostException(Kind.LOST, "4.4.2", message, cause);
    }

    static LostException closed(Reply reply) {
        return new LostException(Kind.CLOSED, reply.statusOr("4.3.2"), reply.words(), null);
    }

    static LostException astray(String message) {
        return new LostException(Kind.ASTRAY, "4.5.0", message, null);
    }

    Kind kind() {
        return kind;
    }

    /** Returns a status of RFC 3463. */
    String status() {
        return status;
    }
}
