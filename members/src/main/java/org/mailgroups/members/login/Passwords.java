// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.login;

import java.util.Optional;
import org.mailgroups.value.Address;

/** Passwords of the mail server's users: those of their mail, or those of their programs. Thread-safe. */
@FunctionalInterface
public interface Passwords {
    /**
     * Returns the user's own address if the password is right; empty if it is wrong, or there is no such user.
     *
     * @throws org.mailgroups.value.StoreUnavailableException if that cannot be known now
     */
    Optional<Address> user(String name, String password);
}
