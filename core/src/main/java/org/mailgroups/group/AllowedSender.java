// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.Optional;
import org.mailgroups.text.NormalForm;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;

/**
 * An author who may write to a group whatever its policy: {@code bob@partner.example}, or everybody of a domain,
 * {@code @partner.example}. Immutable.
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
        String stripped = NormalForm.stripped(text);
        return stripped.startsWith("@")
                ? new AllowedSender(Address.parse("any" + stripped), true)
                : new AllowedSender(Address.parse(stripped), false);
    }

    /** Tells whether this allows the sender. A domain does not include its subdomains. */
    public boolean matches(Address sender) {
        return wholeDomain ? sender.domain().equals(address.domain()) : sender.equals(address);
    }

    /** Tells whether this is the address itself, and not its whole domain. */
    public boolean is(Address sender) {
        return !wholeDomain && sender.equals(address);
    }

    /** Returns why nobody can write under this, as {@link Destinations} says it; empty if somebody can. */
    Optional<String> defect() {
        return Destinations.defect(address);
    }

    /** Returns the domain of the sender, or of all senders, that this allows. */
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

    /** Returns the form in which callers and the store write it. */
    @Override
    public String toString() {
        return wholeDomain ? "@" + address.domain() : address.toString();
    }
}
