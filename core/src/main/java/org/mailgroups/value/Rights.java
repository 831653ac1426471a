// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

/**
 * Checks the rights of principals. A postmaster may do everything.
 *
 * <p>Anybody else may do what a service has a rule of its own for: list the members of a group, read the own
 * correspondence, use the address book.
 */
public final class Rights {
    private Rights() {}

    /**
     * Checks that the principal is a postmaster.
     *
     * @param things what the call is about, in the plural, such as {@code groups}
     * @throws NotAllowedException if it is not one
     */
    public static void requirePostmaster(Principal principal, String things) {
        if (!principal.postmaster()) {
            throw new NotAllowedException("only a postmaster may manage " + things);
        }
    }
}
