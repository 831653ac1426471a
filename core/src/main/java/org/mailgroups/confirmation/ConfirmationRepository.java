// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.confirmation;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.mailgroups.value.Address;

/**
 * The port to the mails in which strangers are asked to confirm. They are counted here, for all nodes together, before
 * they are sent. Thread-safe. Each method is one transaction, and throws {@link
 * org.mailgroups.value.StoreUnavailableException} if the store cannot answer.
 */
public interface ConfirmationRepository {
    /**
     * How many may be sent for one wish within some time. All sub-addresses of an address count as that address. Each
     * wish counts for itself, so that forged wishes to join keep nobody from leaving.
     *
     * @param since the beginning of that time
     */
    record Bounds(Instant since, int ofOneAddressAndGroup, int ofOneAddress, int ofOneGroup, int ofAll) {}

    /** Returns whether one more may be sent. */
    boolean mayAsk(long group, Address person, Wish wish, Bounds bounds);

    /** Counts one more, and returns its id; empty if there have been too many. */
    OptionalLong ask(long group, Address person, Wish wish, Bounds bounds);

    /** Takes back one that could not be sent. */
    void takeBack(long id);

    Optional<Confirmation> find(long id);

    /** Forgets those from before a time, and returns how many there were. */
    int forget(Instant sentBefore);
}
