// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import javax.annotation.PreDestroy;
import javax.inject.Inject;
import org.mailgroups.store.GroupStore;

/**
 * Closes the store when James stops. A message that is under way then finds it unavailable and waits in the spool for
 * the next start.
 */
public final class StoreLifecycle {
    private final GroupStore store;

    @Inject
    public StoreLifecycle(GroupStore store) {
        this.store = store;
    }

    @PreDestroy
    public void close() {
        store.close();
    }
}
