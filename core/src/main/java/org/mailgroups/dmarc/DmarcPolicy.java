// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.dmarc;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is to become of mail that does not prove to be of its author's domain (RFC 9989 4.7). */
public enum DmarcPolicy {
    NONE,
    QUARANTINE,
    REJECT;

    /** Reads a policy; empty for text that is none. */
    static Optional<DmarcPolicy> find(String text) {
        String name = text.toUpperCase(Locale.ROOT);
        return Stream.of(values()).filter(policy -> policy.name().equals(name)).findFirst();
    }

    /** Returns whether such mail is kept from its recipients. */
    public boolean isEnforced() {
        return this != NONE;
    }
}
