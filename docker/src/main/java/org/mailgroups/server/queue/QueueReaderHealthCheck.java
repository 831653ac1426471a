// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.inject.Inject;
import javax.jms.JMSException;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Tells whether mail is taken from the queues. It is unhealthy if mail is due in a queue and its reader has not asked
 * for any for a while, and degraded if mail is due for long or could not be taken lately.
 */
public final class QueueReaderHealthCheck implements HealthCheck {
    private static final ComponentName NAME = new ComponentName("QueueReaders");

    /** A reader that is well asks every ten seconds, unless all threads behind it have work. */
    static final Duration SILENCE = Duration.ofMinutes(10);

    /** One attempt at a server that does not answer takes three minutes. */
    static final Duration LONG_DUE = Duration.ofMinutes(15);

    static final Duration LATELY = Duration.ofMinutes(5);

    private final SteadyMailQueueFactory factory;
    private final Clock clock;

    @Inject
    public QueueReaderHealthCheck(SteadyMailQueueFactory factory, Clock clock) {
        this.factory = factory;
        this.clock = clock;
    }

    @Override
    public ComponentName componentName() {
        return NAME;
    }

    @Override
    public Publisher<Result> check() {
        return Mono.fromCallable(this::checkAll).subscribeOn(Schedulers.boundedElastic());
    }

    private Result checkAll() {
        Result worst = Result.healthy(NAME);
        for (SteadyMailQueue queue : factory.made()) {
            Result result = check(queue);
            if (result.isUnHealthy() || worst.isHealthy()) {
                worst = result;
            }
        }
        return worst;
    }

    private Result check(SteadyMailQueue queue) {
        Instant now = clock.instant();
        String name = queue.getName().asString();
        Optional<Instant> asked = queue.reader().asked();
        try {
            Optional<Instant> due = queue.oldestDue();
            if (due.isPresent()
                    && asked.filter(time -> time.isBefore(now.minus(SILENCE))).isPresent()) {
                return Result.unhealthy(
                        NAME,
                        "mail waits in the queue " + name + ", and none was taken since " + asked.get()
                                + ": see the log, and restart the server if all is well otherwise");
            }
            if (due.filter(time -> time.isBefore(now.minus(LONG_DUE))).isPresent()) {
                return Result.degraded(
                        NAME,
                        "the oldest mail in the queue " + name + " is due since " + due.get()
                                + ": more mail comes than can leave, or other servers do not answer");
            }
        } catch (JMSException e) {
            return Result.unhealthy(NAME, "the queue " + name + " does not answer", e);
        }
        return queue.reader()
                .lastFailure()
                .filter(failure -> failure.at().isAfter(now.minus(LATELY)))
                .map(failure -> Result.degraded(
                        NAME,
                        "no mail could be taken from the queue " + name + " at " + failure.at() + ": "
                                + failure.reason()))
                .orElse(Result.healthy(NAME));
    }
}
