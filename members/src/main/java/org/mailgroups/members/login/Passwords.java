// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.login;

import java.util.Optional;
import org.mailgroups.value.Address;

/** The passwords of the mail server's users. Thread-safe. */
@FunctionalInterface
public interface Passwords {
    /**
     * Returns the user's own address if the password is right; empty if it is wrong, or there is no such user.
     *
     * @throws org.mailgroups.value.StoreUnavailableException if that cannot be known now
     */
    Optional<Address> user(String name, String password);
}
