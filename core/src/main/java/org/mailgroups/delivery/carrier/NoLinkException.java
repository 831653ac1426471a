// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.carrier;

import java.util.Objects;

/** There is no way to a hop now, or at all. */
public final class NoLinkException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is to be done about it. */
    public enum Kind {
        /** It is full, and room comes soon; nobody has failed. */
        FULL,
        /** It does not answer, or wants nothing now. */
        TEMPORARY,
        /** It wants nothing at all. */
        PERMANENT
    }

    private final Kind kind;
    private final String server;

    /**
     * @param server the name of whoever answered; empty if nobody did
     * @param words its words, or what went wrong
     */
    public NoLinkException(Kind kind, String server, String words, Throwable cause) {
        super(words, cause);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.server = Objects.requireNonNull(server, "server");
    }

    public Kind kind() {
        return kind;
    }

    /** Returns the name of whoever answered; empty if nobody did. */
    public String server() {
        return server;
    }
}
