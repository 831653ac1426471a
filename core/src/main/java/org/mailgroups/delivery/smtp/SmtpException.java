// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import org.mailgroups.delivery.Attempt;
import org.mailgroups.value.Text;

/** A connection that could not be opened. Its message is one harmless line, at most as long as a reply that is kept. */
public final class SmtpException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The thing that would have to change. */
    public enum About {
        /** The server does not want us now, or does not speak as a mail server does. */
        SERVER_NOW,
        /** The server refuses us for good. Another server of the same destination may not. */
        SERVER_FOR_GOOD,
        /** There is no way to the server, or it was lost. */
        NETWORK,
        /** Our settings ask for what this server cannot do, or does not believe. */
        SETTINGS
    }

    private final About about;

    SmtpException(About about, String message, Throwable cause) {
        super(Text.cleanedLine(message, Attempt.MAX_REPLY), cause);
        this.about = about;
    }

    SmtpException(About about, String message) {
        this(about, message, null);
    }

    /** Returns what would have to change. */
    public About about() {
        return about;
    }
}
