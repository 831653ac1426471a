// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javax.inject.Inject;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.mailgroups.audit.LogText;
import org.mailgroups.store.GroupStore;
import org.mailgroups.value.StoreUnavailableException;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Tells whether the store of groups answers. Unhealthy means that mail to groups waits. Degraded means that older data
 * gives one identifier to two users or contacts; somebody has to say whose it is. It is an entry of {@code
 * additional.healthchecks} in {@code healthcheck.properties}.
 *
 * <p>Anybody may ask at any time. So the answer has a number and no names, which are in the log, and the store looks
 * for shared identifiers at most once in {@link #LOOK_AGAIN}.
 */
public final class GroupStoreHealthCheck implements HealthCheck {
    private static final ComponentName NAME = new ComponentName("GroupStore");
    private static final Logger LOGGER = LoggerFactory.getLogger(GroupStoreHealthCheck.class);
    private static final int MOST_NAMED = 10;

    static final Duration LOOK_AGAIN = Duration.ofMinutes(5);

    private final Runnable verification;
    private final LoadingCache<ComponentName, List<String>> shared;
    private volatile List<String> logged = List.of();

    @Inject
    public GroupStoreHealthCheck(GroupStore store) {
        this(store::verify, () -> store.sharedIdentifiers(MOST_NAMED), Ticker.systemTicker());
    }

    GroupStoreHealthCheck(Runnable verification, Supplier<List<String>> shared, Ticker ticker) {
        this.verification = verification;
        this.shared = Caffeine.newBuilder()
                .expireAfterWrite(LOOK_AGAIN)
                .ticker(ticker)
                .build(name -> look(shared));
    }

    private List<String> look(Supplier<List<String>> source) {
        List<String> names = source.get();
        if (!names.isEmpty() && !names.equals(logged)) {
            LOGGER.warn(
                    "the identifier of each of these is somebody else's too, and finds the other: {}",
                    LogText.neutral(String.join(", ", names)));
        }
        logged = names;
        return names;
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
            verification.run();
            int number = shared.get(NAME).size();
            return number == 0
                    ? Result.healthy(NAME)
                    : Result.degraded(
                            NAME,
                            (number < MOST_NAMED ? "" : "at least ") + number
                                    + " users or contacts have an identifier that is somebody else's too; the log names"
                                    + " them");
        } catch (StoreUnavailableException e) {
            return Result.unhealthy(NAME, "the store of groups does not answer; mail to groups waits", e);
        }
    }
}
