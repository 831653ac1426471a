// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.directory;

import org.apache.james.core.MailAddress;

/** The address that each domain has (RFC 5321 4.5.1). */
public final class PostmasterAddress {
    private static final String LOCAL_PART = "postmaster";

    private PostmasterAddress() {}

    /** Returns whether this is the postmaster's address in its domain, in whatever case. */
    public static boolean isOne(MailAddress address) {
        return address.getLocalPart().equalsIgnoreCase(LOCAL_PART);
    }
}
