/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.james;

import javax.inject.Inject;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.mailgroups.group.StoreUnavailableException;
import org.mailgroups.store.GroupStore;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Whether the store of groups answers: unhealthy means that mail to groups waits. An entry of {@code additional.healthchecks} in {@code healthcheck.properties}. */
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
