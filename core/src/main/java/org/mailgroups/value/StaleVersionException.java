// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

/** What the caller wants to change has not the version that the caller expects, be it an older one or none that ever was. */
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
