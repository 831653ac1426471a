// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

/**
 * Says who may call what. A postmaster may do everything; nobody else may change or read anything here.
 *
 * <p>Two services have finer rules of their own: the list of a group's members, and a user's own correspondence.
 */
public final class Rights {
    private Rights() {}

    /**
     * Checks that the principal is a postmaster.
     *
     * @param subject what only postmasters have to do with, as the subject of a sentence in the plural
     * @throws NotAllowedException if not
     */
    public static void requirePostmaster(Principal principal, String subject) {
        if (!principal.postmaster()) {
            throw new NotAllowedException(subject + " are a postmaster's to manage");
        }
    }
}
