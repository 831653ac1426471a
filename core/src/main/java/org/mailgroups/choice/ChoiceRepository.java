// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.choice;

import java.util.Collection;
import java.util.Map;
import org.mailgroups.value.Address;

/**
 * The port to what members have chosen. Thread-safe. Each method is one transaction, and throws {@link
 * org.mailgroups.value.NotFoundException} for a group that does not exist, and {@link
 * org.mailgroups.value.StoreUnavailableException} if the store cannot answer.
 */
public interface ChoiceRepository {
    /** The most members of one group who have chosen something. All of that is read with the group's members. */
    int MAX_OF_ONE_GROUP = 100_000;

    /** Returns what the persons with these addresses have chosen; those who have chosen nothing are not in it. */
    Map<Address, Choice> among(Address group, Collection<Address> addresses);

    /**
     * Puts down what the person with some addresses wants. {@link Choice#EVERYTHING} leaves no row.
     *
     * @return whether anything has changed
     * @throws org.mailgroups.value.WrongStateException if {@link #MAX_OF_ONE_GROUP} have chosen already
     */
    boolean choose(Address group, Collection<Address> addresses, Choice choice);
}
