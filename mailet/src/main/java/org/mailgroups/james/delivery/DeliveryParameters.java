// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import java.util.Objects;
import org.mailgroups.delivery.Route;
import org.mailgroups.delivery.work.RetrySchedule;

/**
 * How the copies of postings are delivered, as the parameters of the mailet say. All places of the mailet share one
 * delivery, so they agree about these.
 *
 * @param outgoingQueue the queue of {@code RemoteDelivery}
 * @param chunksInFlight mails made from postings that may be in James' queues at once
 * @param bytesInFlight the octets that they may have there
 */
public record DeliveryParameters(
        Route route,
        RetrySchedule retries,
        String outgoingQueue,
        int chunksInFlight,
        long bytesInFlight,
        int threads,
        int connectionsPerDestination) {
    public DeliveryParameters {
        Objects.requireNonNull(route, "route");
        Objects.requireNonNull(retries, "retries");
        Objects.requireNonNull(outgoingQueue, "outgoingQueue");
    }
}
