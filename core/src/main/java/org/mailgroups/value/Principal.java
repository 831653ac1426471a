// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

import java.util.Optional;

/**
 * The person or program in whose name a call is made. Every call of a service has one: for its rights, and for the
 * audit trail.
 *
 * @param name the authenticated name; today this is the subject of the webadmin token
 * @param postmaster whether this is a postmaster, who may do everything
 */
public record Principal(String name, boolean postmaster) {
    public Principal {
        name = Text.line("principal", name, Address.MAX_OCTETS);
    }

    /** Makes a principal that is no postmaster. */
    public Principal(String name) {
        this(name, false);
    }

    /** Returns the principal for the holder of an administrator's token of James. */
    public static Principal postmaster(String name) {
        return new Principal(name, true);
    }

    /** Returns the address that the name is. It is empty if the name is no address, such as that of a program. */
    public Optional<Address> address() {
        try {
            return Optional.of(Address.parse(name));
        } catch (InvalidValueException e) {
            return Optional.empty();
        }
    }
}
