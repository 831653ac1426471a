// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

/** A change that the caller wants to make to another version than the current one. */
public final class StaleVersionException extends MailGroupsException {
    private static final long serialVersionUID = 1L;

    private final long currentVersion;

    public StaleVersionException(String what, long currentVersion) {
        super(what + " has not the expected version; it is now " + currentVersion);
        this.currentVersion = currentVersion;
    }

    public long currentVersion() {
        return currentVersion;
    }
}
