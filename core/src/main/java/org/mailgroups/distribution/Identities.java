// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.Set;
import org.mailgroups.value.Address;

/** The port that knows which addresses a user of the mail server may write under. Thread-safe. */
@FunctionalInterface
public interface Identities {
    /**
     * Returns all addresses of the user who writes under this one: the user's own and the aliases. If an alias leads to
     * several users, it returns those of all. Empty if it is no address of a user.
     *
     * @throws org.mailgroups.value.StoreUnavailableException if that cannot be known now
     */
    Set<Address> of(Address sender);
}
