// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.inject.Inject;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.mailgroups.delivery.PostingReading;
import org.mailgroups.james.processor.GroupCopies;
import org.mailgroups.value.StoreUnavailableException;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Tells for how long the oldest chunk has been due that nobody has taken. Degraded means that delivery falls behind,
 * unhealthy that it seems to stand still, that the store of postings does not answer, or that the processor which
 * copies go through gives none back. Copies that wait for a later
 * attempt are not due. It is an entry of {@code additional.healthchecks} in {@code healthcheck.properties}.
 *
 * <p>Anybody may ask at any time. So the answer has an age and no names, and the store is asked at most once in {@link
 * #LOOK_AGAIN}, for what is late alone.
 */
public final class GroupDeliveryHealthCheck implements HealthCheck {
    private static final ComponentName NAME = new ComponentName("GroupDelivery");

    static final Duration LATE = Duration.ofMinutes(10);
    static final Duration TOO_LATE = Duration.ofHours(1);
    static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    private final LoadingCache<ComponentName, Result> results;

    private final GroupCopies copies;

    @Inject
    public GroupDeliveryHealthCheck(PostingReading postings, GroupCopies copies) {
        this(postings, copies, Clock.systemUTC(), Ticker.systemTicker());
    }

    GroupDeliveryHealthCheck(PostingReading postings, GroupCopies copies, Clock clock, Ticker ticker) {
        this.copies = copies;
        this.results = Caffeine.newBuilder()
                .expireAfterWrite(LOOK_AGAIN)
                .ticker(ticker)
                .build(name -> look(postings, clock.instant()));
    }

    private static Result look(PostingReading postings, Instant now) {
        return postings.oldestDue(now.minus(LATE))
                .map(since -> late(Duration.between(since, now)))
                .orElseGet(() -> Result.healthy(NAME));
    }

    private static Result late(Duration age) {
        String cause = "copies have been due for " + age.toMinutes() + " minutes, and nobody has begun with them";
        return age.compareTo(TOO_LATE) > 0 ? Result.unhealthy(NAME, cause) : Result.degraded(NAME, cause);
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
            return copies.trouble()
                    .map(trouble -> Result.unhealthy(NAME, trouble))
                    .orElseGet(() -> results.get(NAME));
        } catch (StoreUnavailableException e) {
            return Result.unhealthy(NAME, "the store of postings does not answer; copies wait", e);
        }
    }
}
