// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import java.util.List;
import javax.inject.Inject;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.mailgroups.store.GroupStore;
import org.mailgroups.value.StoreUnavailableException;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Tells whether the store of groups answers. Unhealthy means that mail to groups waits. Degraded means that older data
 * gives one identifier to two users or contacts; somebody has to say whose it is. It is an entry of {@code
 * additional.healthchecks} in {@code healthcheck.properties}.
 */
public final class GroupStoreHealthCheck implements HealthCheck {
    private static final ComponentName NAME = new ComponentName("GroupStore");
    private static final int MOST_NAMED = 10;

    private final GroupStore store;

    @Inject
    public GroupStoreHealthCheck(GroupStore store) {
        this.store = store;
    }

    @Override
    public ComponentName componentName() {
        return NAME;
    }

    @Override
    public Publisher<Result> check() {
        return Mono.fromCallable(this::verify).subscribeOn(Schedulers.boundedElastic());
    }

    private Result verify() {
        try {
            store.verify();
            List<String> shared = store.sharedIdentifiers(MOST_NAMED);
            return shared.isEmpty()
                    ? Result.healthy(NAME)
                    : Result.degraded(
                            NAME,
                            "the identifier of each of these is somebody else's too, and finds the other: "
                                    + String.join(", ", shared));
        } catch (StoreUnavailableException e) {
            return Result.unhealthy(NAME, "the store of groups does not answer; mail to groups waits", e);
        }
    }
}
