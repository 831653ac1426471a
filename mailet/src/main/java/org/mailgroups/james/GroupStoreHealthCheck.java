// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
 * gives one identifier to two users or contacts, and somebody has to say whose it is; or that it had addresses that
 * cannot be read, and somebody may miss them. It is an entry of {@code additional.healthchecks} in {@code
 * healthcheck.properties}.
 *
 * <p>Anybody may ask at any time. So the answer has a number and no names, which are in the log, and the store looks
 * at most once in {@link #LOOK_AGAIN}.
 */
public final class GroupStoreHealthCheck implements HealthCheck {
    private static final ComponentName NAME = new ComponentName("GroupStore");
    private static final Logger LOGGER = LoggerFactory.getLogger(GroupStoreHealthCheck.class);
    private static final int MOST_NAMED = 10;

    static final Duration LOOK_AGAIN = Duration.ofMinutes(5);

    private final Runnable verification;
    private final List<Leftover> leftovers;

    @Inject
    public GroupStoreHealthCheck(GroupStore store) {
        this(
                store::verify,
                () -> store.sharedIdentifiers(MOST_NAMED),
                () -> store.unreadableAddresses(MOST_NAMED),
                Ticker.systemTicker());
    }

    GroupStoreHealthCheck(
            Runnable verification, Supplier<List<String>> shared, Supplier<List<String>> unreadable, Ticker ticker) {
        this.verification = verification;
        this.leftovers = List.of(
                new Leftover("users or contacts have an identifier that is somebody else's too", shared, ticker),
                new Leftover(
                        "addresses of older data cannot be read and were set aside at an upgrade", unreadable, ticker));
    }

    /** Something that older data has and that somebody has to see to. */
    private static final class Leftover {
        private final String inWords;
        private final LoadingCache<ComponentName, List<String>> names;
        private volatile List<String> logged = List.of();

        Leftover(String inWords, Supplier<List<String>> source, Ticker ticker) {
            this.inWords = inWords;
            this.names = Caffeine.newBuilder()
                    .expireAfterWrite(LOOK_AGAIN)
                    .ticker(ticker)
                    .build(name -> look(source));
        }

        private List<String> look(Supplier<List<String>> source) {
            List<String> found = source.get();
            if (!found.isEmpty() && !found.equals(logged)) {
                LOGGER.warn("{}: {}", LogText.neutral(inWords), LogText.neutral(String.join(", ", found)));
            }
            logged = found;
            return found;
        }

        /** Returns how many there are, in words; empty if there are none. */
        Optional<String> number() {
            int number = names.get(NAME).size();
            return number == 0
                    ? Optional.empty()
                    : Optional.of((number < MOST_NAMED ? "" : "at least ") + number + " " + inWords);
        }
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
            String found = leftovers.stream()
                    .flatMap(leftover -> leftover.number().stream())
                    .collect(Collectors.joining("; "));
            return found.isEmpty() ? Result.healthy(NAME) : Result.degraded(NAME, found + "; the log names them");
        } catch (StoreUnavailableException e) {
            return Result.unhealthy(NAME, "the store of groups does not answer; mail to groups waits", e);
        }
    }
}
