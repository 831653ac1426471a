// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

/** The server cannot start. The message is one line, written for the person who started it, and says what to change. */
final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    StartException(String message) {
        super(message);
    }

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
