// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

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
 * Tells whether the store of groups answers. Unhealthy means that mail to groups waits. It is an entry of {@code
 * additional.healthchecks} in {@code healthcheck.properties}.
 */
public final class GroupStoreHealthCheck implements HealthCheck {
    private static final ComponentName NAME = new ComponentName("GroupStore");

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
            return Result.healthy(NAME);
        } catch (StoreUnavailableException e) {
            return Result.unhealthy(NAME, "the store of groups does not answer; mail to groups waits", e);
        }
    }
}
