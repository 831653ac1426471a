// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

/** A call that cannot be answered as things stand. */
public final class WrongStateException extends MailGroupsException {
    private static final long serialVersionUID = 1L;

    public WrongStateException(String reason) {
        super(reason);
    }

    /** @param field the part of the call that stands against it */
    public WrongStateException(String field, String reason, Throwable cause) {
        super(field, reason, cause);
    }
}
