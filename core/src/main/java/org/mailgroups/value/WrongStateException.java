// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

/** What is asked cannot be answered as things stand; the message says why. For what only the HTTP side knows; the domain's own outcomes are its own. */
public final class WrongStateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WrongStateException(String message) {
        super(message);
    }

    public WrongStateException(String message, Throwable cause) {
        super(message, cause);
    }
}
