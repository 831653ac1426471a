// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;

/**
 * Somebody, or everybody of a domain, who may write to a group whatever its policy: {@code bob@partner.example} or {@code @partner.example}. Immutable.
 */
public final class AllowedSender {
    private final Address address;
    private final boolean wholeDomain;

    private AllowedSender(Address address, boolean wholeDomain) {
        this.address = address;
        this.wholeDomain = wholeDomain;
    }

    /**
     * Reads an address or {@code @domain}.
     *
     * @throws InvalidValueException if it is neither
     */
    public static AllowedSender parse(String text) {
        String stripped = text.strip();
        return stripped.startsWith("@")
                ? new AllowedSender(Address.parse("any" + stripped), true)
                : new AllowedSender(Address.parse(stripped), false);
    }

    /** Whether this sender is meant. A domain does not mean its subdomains. */
    public boolean matches(Address sender) {
        return wholeDomain ? sender.domain().equals(address.domain()) : sender.equals(address);
    }

    /** The domain in which this sender, or everybody, is meant. */
    public String domain() {
        return address.domain();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AllowedSender sender && toString().equals(sender.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** The form in which it is written and stored. */
    @Override
    public String toString() {
        return wholeDomain ? "@" + address.domain() : address.toString();
    }
}
