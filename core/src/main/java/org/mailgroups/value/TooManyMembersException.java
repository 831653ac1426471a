// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

/** More members in one call than one call may carry. */
public final class TooManyMembersException extends MailGroupsException {
    private static final long serialVersionUID = 1L;

    public TooManyMembersException(int given, int allowed) {
        super(given + " members in one call; at most " + allowed + " are allowed");
    }
}
