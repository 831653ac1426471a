// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

/** Something that the caller names and that does not exist. */
public final class NotFoundException extends MailGroupsException {
    private static final long serialVersionUID = 1L;

    public NotFoundException(String reason) {
        super(reason);
    }

    public NotFoundException(String reason, Throwable cause) {
        super(reason, cause);
    }

    public NotFoundException(String field, String reason) {
        super(field, reason, null);
    }
}
