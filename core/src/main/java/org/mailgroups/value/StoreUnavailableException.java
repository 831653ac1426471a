// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

/**
 * An answer that the store, or James' own table of users and mappings, cannot give now. It is always temporary for the
 * caller: a message is tried again, a RCPT is answered with 451. Nobody concludes anything about a group from it.
 */
public final class StoreUnavailableException extends MailGroupsException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
