// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.james.directory.Sources;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.StoreUnavailableException;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Tells whether a user or a mapping of James has come to have the address of a group. James cannot be kept from that.
 * The group is out of reach then, and somebody should know. It is an entry of {@code additional.healthchecks} in {@code
 * healthcheck.properties}.
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
