// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

/** A call that the principal has no right to make. */
public final class NotAllowedException extends MailGroupsException {
    private static final long serialVersionUID = 1L;

    public NotAllowedException(String message) {
        super(message);
    }
}
