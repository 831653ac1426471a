// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.time.Duration;

/** Works a delivery off in the calling thread, for tests. */
public final class HandDelivery {
    private HandDelivery() {}

    /** Works off everything that is due, until nothing is. */
    public static void workOff(Delivery delivery) {
        try {
            boolean worked;
            do {
                delivery.takeDue();
                worked = false;
                while (delivery.serveNext(Duration.ZERO)) {
                    worked = true;
                }
                worked |= delivery.writeDown(true);
            } while (worked);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a test", e);
        }
    }
}
