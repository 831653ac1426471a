// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Provider;
import org.mailgroups.james.bounce.BounceLifecycle;
import org.mailgroups.james.delivery.DeliveryDesk;
import org.mailgroups.store.GroupStore;

/**
 * Ends the delivery and then closes the store when James stops. A message that is under way then finds it unavailable
 * and waits in the spool for the next start.
 */
public final class StoreLifecycle {
    private final GroupStore store;
    private final Provider<DeliveryDesk> desk;
    private final BounceLifecycle bounces;

    /** @param desk made when the mailet asks for it: James' queues are not there before */
    @Inject
    public StoreLifecycle(GroupStore store, Provider<DeliveryDesk> desk, BounceLifecycle bounces) {
        this.store = store;
        this.desk = desk;
        this.bounces = bounces;
    }

    @PreDestroy
    public void close() {
        desk.get().close();
        bounces.close();
        store.close();
    }
}
