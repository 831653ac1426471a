// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import org.mailgroups.delivery.carrier.Hop;

/** A worker's turn at a destination. Guarded by the lock of {@link Schedule}, but for what is final. */
final class Assignment {
    private final Destination destination;
    private final Flight flight;
    private boolean silent;

    Assignment(Destination destination, Flight flight, boolean silent) {
        this.destination = destination;
        this.flight = flight;
        this.silent = silent;
    }

    Destination destination() {
        return destination;
    }

    Hop hop() {
        return destination.hop();
    }

    /** Returns the first flight. */
    Flight flight() {
        return flight;
    }

    /** Returns whether it counts among those at hops that have not answered. */
    boolean isSilent() {
        return silent;
    }

    void setSilent(boolean silent) {
        this.silent = silent;
    }
}
