// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.login;

import java.util.Optional;
import org.mailgroups.right.Principal;

/** The tokens with which the mail server lets postmasters administer it. Thread-safe. */
@FunctionalInterface
public interface Tokens {
    /**
     * Returns the postmaster whose token it is; empty if it is no token of the mail server, or one that does not hold
     * any more.
     *
     * @param token anything that somebody has sent, of a length that is bounded
     */
    Optional<Principal.Postmaster> postmaster(String token);
}
