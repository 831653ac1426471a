// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;

/**
 * Lets messages wait in the spool. A message carries the time before which nothing is done about it, since not every
 * queue heeds a delay: James' queue on RabbitMQ hands a mail out again at once.
 *
 * <p>A message that comes too early goes back. It pauses for a moment before, one message after the other, so that each
 * waiting message comes about once a second, however many there are. The spool's other mail is delayed by no more than
 * that: up to 200 waiting messages together take a second, and each one beyond takes 5 ms.
 *
 * <p>Thread-safe.
 */
public final class WaitingRoom {
    static final AttributeName NOT_BEFORE = AttributeName.of("org.mailgroups.not-before");
    static final AttributeName WAITING_SINCE = AttributeName.of("org.mailgroups.waiting-since");

    /** The longest delay. A time that is farther away is from a clock that was wrong. */
    static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(5);
    private static final int MOST_COUNTED = 10_000;

    private final Clock clock;
    private final Nap nap;
    private final Lock turn = new ReentrantLock(true);
    private final Cache<String, Boolean> early = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofSeconds(30))
            .maximumSize(MOST_COUNTED)
            .build();

    /** A pause of a thread. */
    @FunctionalInterface
    public interface Nap {
        void take(Duration duration) throws InterruptedException;
    }

    @Inject
    public WaitingRoom(Clock clock) {
        this(clock, duration -> TimeUnit.NANOSECONDS.sleep(duration.toNanos()));
    }

    public WaitingRoom(Clock clock, Nap nap) {
        this.clock = clock;
        this.nap = nap;
    }

    /** Returns for how long a message has waited for what it needs; zero if it has not yet waited. */
    Duration waited(Mail mail) {
        return Duration.between(waitingSince(mail), clock.instant());
    }

    /** Returns the mark of a message that waits for what it needs, since now or since an earlier time. */
    Attribute mark(Mail mail) {
        return new Attribute(WAITING_SINCE, AttributeValue.of(waitingSince(mail).toEpochMilli()));
    }

    private Instant waitingSince(Mail mail) {
        Instant now = clock.instant();
        return instant(mail, WAITING_SINCE).filter(since -> since.isBefore(now)).orElse(now);
    }

    /** Puts a mail into the spool, to come again after a delay. */
    void sendLater(Mail mail, MailetContext context, Duration delay) throws MessagingException {
        mail.setAttribute(new Attribute(
                NOT_BEFORE, AttributeValue.of(clock.instant().plus(delay).toEpochMilli())));
        context.sendMail(mail, mail.getState(), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Puts a message back into the spool if it has come too early. Returns whether it has. */
    public boolean putBack(Mail mail, MailetContext context) throws MessagingException {
        Duration left = left(mail);
        if (left.isZero()) {
            early.invalidate(mail.getName());
            return false;
        }
        early.put(mail.getName(), true);
        boolean stops = pause(left);
        try {
            Recipients.takeOut(mail, mail.getRecipients(), part -> sendLater(part, context, left(part)));
        } finally {
            if (stops) {
                Thread.currentThread().interrupt();
            }
        }
        return true;
    }

    /** Returns how much too early a message has come. */
    private Duration left(Mail mail) {
        Instant now = clock.instant();
        return instant(mail, NOT_BEFORE)
                .map(notBefore -> Duration.between(now, notBefore))
                .filter(left -> !left.isNegative() && left.compareTo(LONGEST_DELAY) <= 0)
                .orElse(Duration.ZERO);
    }

    /**
     * Returns whether the server stops. The message goes back all the same, and the flag of the thread is clear until
     * then: a queue may refuse a thread that is interrupted.
     */
    private boolean pause(Duration left) {
        turn.lock();
        try {
            Duration pause = ROUND.dividedBy(Math.max(1, early.estimatedSize()));
            nap.take(shorter(left, pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause));
            return Thread.interrupted();
        } catch (InterruptedException e) {
            return true;
        } finally {
            turn.unlock();
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Optional<Instant> instant(Mail mail, AttributeName name) {
        return mail.getAttribute(name)
                .flatMap(attribute -> attribute.getValue().valueAs(Long.class))
                .map(Instant::ofEpochMilli);
    }
}
