// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

/**
 * Who asks: every service call carries one, for its rights and for the audit trail.
 *
 * @param name the authenticated name: today the subject of the webadmin token
 * @param postmaster whether it is a postmaster, who may do everything
 */
public record Principal(String name, boolean postmaster) {
    public Principal {
        name = Text.line("principal", name, Address.MAX_OCTETS);
    }

    /** Somebody with the rights that are somebody's own. */
    public Principal(String name) {
        this(name, false);
    }

    /** The holder of an administrator's token of James. */
    public static Principal postmaster(String name) {
        return new Principal(name, true);
    }
}
