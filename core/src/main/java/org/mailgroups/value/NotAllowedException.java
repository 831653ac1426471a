// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

/** Who asks may not do, or see, what is asked. */
public final class NotAllowedException extends MailGroupsException {
    private static final long serialVersionUID = 1L;

    public NotAllowedException(String message) {
        super(message);
    }
}
