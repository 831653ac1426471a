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

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.mailgroups.distribution.GroupLookup;
import org.mailgroups.group.Address;
import org.mailgroups.group.LocalAddresses;
import org.mailgroups.group.StoreUnavailableException;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Whether a user or a mapping of James has come to have the address of a group. James cannot be kept from that; the group is out of reach then, which somebody should know. An entry of
 * {@code additional.healthchecks} in {@code healthcheck.properties}.
 */
public final class GroupAddressHealthCheck implements HealthCheck {
    private static final ComponentName NAME = new ComponentName("GroupAddresses");
    private static final int MOST_NAMED = 10;

    private final GroupLookup lookup;
    private final LocalAddresses localAddresses;
    private final RecipientRewriteTable mappings;

    @Inject
    public GroupAddressHealthCheck(GroupLookup lookup, LocalAddresses localAddresses, RecipientRewriteTable mappings) {
        this.lookup = lookup;
        this.localAddresses = localAddresses;
        this.mappings = mappings;
    }

    @Override
    public ComponentName componentName() {
        return NAME;
    }

    @Override
    public Publisher<Result> check() {
        return Mono.fromCallable(this::findClashes).subscribeOn(Schedulers.boundedElastic());
    }

    private Result findClashes() {
        try (Stream<Address> users = localAddresses.users()) {
            List<String> clashes = Stream.concat(users, Sources.all(mappings).addresses())
                    .map(lookup::find)
                    .flatMap(Optional::stream)
                    .map(group -> group.address().toString())
                    .distinct()
                    .limit(MOST_NAMED)
                    .toList();
            return clashes.isEmpty()
                    ? Result.healthy(NAME)
                    : Result.degraded(
                            NAME,
                            "a user or mapping has the address of a group, and gets its mail: "
                                    + String.join(", ", clashes));
        } catch (StoreUnavailableException e) {
            return Result.unhealthy(NAME, "the addresses of groups cannot be checked", e);
        }
    }
}
