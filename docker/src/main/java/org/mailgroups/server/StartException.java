// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

/** Tells the person who started the server, in one line, why it cannot start and what to change. */
final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    StartException(String message) {
        super(message);
    }

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
