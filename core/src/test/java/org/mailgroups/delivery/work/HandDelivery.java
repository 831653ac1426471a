// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import java.time.Duration;

/** Works a delivery off in the calling thread, for tests. */
public final class HandDelivery {
    private HandDelivery() {}

    /** Works off everything that is due, until nothing is. */
    public static void workOff(Delivery delivery) {
        try {
            do {
                delivery.takeDue();
                while (delivery.serveNext(Duration.ZERO)) {
                    Thread.onSpinWait();
                }
            } while (delivery.writeDown(true));
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a test", e);
        }
    }
}
