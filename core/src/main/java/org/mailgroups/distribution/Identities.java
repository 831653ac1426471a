// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.Set;
import org.mailgroups.value.Address;

/** The port to who may write as whom on the mail server. Thread-safe. */
@FunctionalInterface
public interface Identities {
    /**
     * All addresses that belong to the user who writes with this one: the user's own and those of aliases; of several users, if an alias leads to several. Empty if it is no address of a user.
     *
     * @throws org.mailgroups.value.StoreUnavailableException if that cannot be known now
     */
    Set<Address> of(Address sender);
}
