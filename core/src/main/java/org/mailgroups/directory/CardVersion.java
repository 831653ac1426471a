// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.directory;

import ezvcard.VCardVersion;

/** The versions of vCards that programs can have. */
public enum CardVersion {
    /** What every program reads (RFC 2426). */
    V3(VCardVersion.V3_0),
    /** For those that ask for it (RFC 6350). */
    V4(VCardVersion.V4_0);

    private final VCardVersion version;

    CardVersion(VCardVersion version) {
        this.version = version;
    }

    VCardVersion library() {
        return version;
    }

    /** Returns the version as cards and programs write it. */
    public String text() {
        return version.getVersion();
    }
}
