// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.directory;

import java.util.Set;
import org.apache.james.core.Username;
import org.mailgroups.value.Address;

/** Answers which addresses a user has besides the user's own. Thread-safe. */
@FunctionalInterface
public interface Aliases {
    /**
     * Returns the aliases of a user, without the user's own address.
     *
     * @throws org.mailgroups.value.StoreUnavailableException if that cannot be known now
     */
    Set<Address> of(Username user);
}
