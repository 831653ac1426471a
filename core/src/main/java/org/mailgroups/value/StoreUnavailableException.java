// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

/**
 * The store, or James' own user and mapping tables, cannot answer now. Always temporary for the caller: a message is retried, a RCPT is answered
 * with 451, and nothing is ever concluded about a group from it.
 */
public final class StoreUnavailableException extends MailGroupsException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
