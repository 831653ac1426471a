// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.mailgroups.audit.LogText;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.james.directory.Sources;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.StoreUnavailableException;
import org.mailgroups.work.Remembered;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Tells whether a user or a mapping of James has come to have the address of a group. James cannot be kept from that.
 * The group is out of reach then, and somebody should know. It is an entry of {@code additional.healthchecks} in {@code
 * healthcheck.properties}.
 *
 * <p>Anybody may ask at any time. So the answer has a number and no addresses, which are in the log, and all users and
 * mappings are read at most once in {@link #LOOK_AGAIN}.
 */
@Singleton
public final class GroupAddressHealthCheck implements HealthCheck {
    private static final ComponentName NAME = new ComponentName("GroupAddresses");
    private static final Logger LOGGER = LoggerFactory.getLogger(GroupAddressHealthCheck.class);
    private static final int MOST_NAMED = 10;

    static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private final GroupLookup lookup;
    private final LocalAddresses localAddresses;
    private final RecipientRewriteTable mappings;
    private final Remembered<Integer> clashes;
    private List<String> logged = List.of();

    @Inject
    public GroupAddressHealthCheck(GroupLookup lookup, LocalAddresses localAddresses, RecipientRewriteTable mappings) {
        this(lookup, localAddresses, mappings, System::nanoTime);
    }

    GroupAddressHealthCheck(
            GroupLookup lookup, LocalAddresses localAddresses, RecipientRewriteTable mappings, LongSupplier nanoTime) {
        this.lookup = lookup;
        this.localAddresses = localAddresses;
        this.mappings = mappings;
        this.clashes = new Remembered<>(LOOK_AGAIN, nanoTime, this::countClashes);
    }

    @Override
    public ComponentName componentName() {
        return NAME;
    }

    @Override
    public Publisher<Result> check() {
        return Mono.fromCallable(this::result).subscribeOn(Schedulers.boundedElastic());
    }

    private Result result() {
        try {
            int number = clashes.get();
            return number == 0
                    ? Result.healthy(NAME)
                    : Result.degraded(
                            NAME,
                            "users or mappings have the addresses of " + number
                                    + " groups, and get their mail; the log names the groups");
        } catch (StoreUnavailableException e) {
            return Result.unhealthy(NAME, "the addresses of groups cannot be checked", e);
        }
    }

    private int countClashes() {
        try (Stream<Address> users = localAddresses.users()) {
            Set<String> groups = Stream.concat(users, Sources.all(mappings).addresses())
                    .map(lookup::find)
                    .flatMap(Optional::stream)
                    .map(group -> group.address().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
            log(groups.stream().limit(MOST_NAMED).toList());
            return groups.size();
        }
    }

    private void log(List<String> groups) {
        if (!groups.isEmpty() && !groups.equals(logged)) {
            LOGGER.warn(
                    "a user or mapping has the address of each of these groups, and gets its mail: {}",
                    LogText.neutral(String.join(", ", groups)));
        }
        logged = groups;
    }
}
