// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Stops a storm before it reaches the members: a script that runs wild, two automata that answer each other through a
 * group, a hundred people who reply to all that they want to be left alone. Messages beyond a {@linkplain StormLimits
 * limit} are held for the administrators, never dropped.
 *
 * <p><b>Idea.</b> One log of the messages that went on in the last minute, in the order of time, and a count for each
 * sender, group and conversation in it. A message goes on if none of its counts has reached its limit. Before each
 * decision, messages older than a minute leave the log and the counts.
 *
 * <p><b>Why not a token bucket.</b> It would need two numbers for each key and no log. But a bucket that holds a
 * minute's worth lets through twice the limit within one minute: the full bucket at once, and all that drips in
 * meanwhile. A smaller bucket holds back a harmless burst, such as the five messages that a laptop sends when it wakes
 * up. The log makes the promise that an administrator reads from the number: in no sixty seconds do more messages go
 * on.
 *
 * <p><b>Memory.</b> Only messages that went on are in the log, so a flood costs nothing, whatever it varies: senders
 * are bounded by the limit of the group. If that limit is off, the log itself is bounded at {@value #MAX_ADMISSIONS};
 * when it is full, messages are held, since to forget would be to let the storm through. The decisions about the last
 * {@value #MAX_VERDICTS} messages are remembered. So a message that is tried again, or meets the mailet at its second
 * place, gets the same answer and counts once. After a restart everything starts at zero.
 *
 * <p><b>Attack.</b> An unauthenticated sender may take a new MAIL FROM, and anybody a new subject, for each message:
 * that escapes the limits for sender and conversation, not the one for the group. Somebody who fills the group's limit
 * on purpose makes others' messages wait for an administrator, and no more than that.
 *
 * <p>Time is monotonic, so that setting the clock neither opens nor closes anything. Thread-safe.
 */
public final class StormGuard {
    static final int MAX_ADMISSIONS = 100_000;
    static final int MAX_VERDICTS = 10_000;

    private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final Decision ACCEPT = new Decision.Accept();

    /** The things that are counted. */
    private sealed interface Key {
        record Sender(long groupId, String sender) implements Key {}

        record Group(long groupId) implements Key {}

        record Conversation(long groupId, String conversation) implements Key {}
    }

    private record Limit(Key key, int perMinute, String reason) {}

    private record Admission(long nanos, List<Key> keys) {}

    private record Question(String message, long groupId) {}

    private final LongSupplier nanoClock;
    private Optional<StormLimits> configured = Optional.empty();
    private final Deque<Admission> admissions = new ArrayDeque<>();
    private final Map<Key, Integer> counts = new HashMap<>();
    private final Map<Question, Decision> verdicts = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Decision> eldest) {
            return size() > MAX_VERDICTS;
        }
    };

    /**
     * @param nanoClock as {@link System#nanoTime()}
     */
    public StormGuard(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /**
     * Sets the limits of groups that have none of their own. Until then they are {@link StormLimits#DEFAULT}.
     *
     * @throws IllegalArgumentException if somebody has set others: messages would be counted by two measures
     */
    public synchronized void use(StormLimits limits) {
        if (configured.isPresent() && !configured.get().equals(limits)) {
            throw new IllegalArgumentException(
                    "all places of GroupExpansion need the same maxPerSenderPerMinute, maxPerGroupPerMinute and"
                            + " maxRepliesPerMinute, not " + configured.get() + " and " + limits);
        }
        configured = Optional.of(limits);
    }

    /** Lets a message go on and counts it, or says why it has to wait; never refuses. */
    public synchronized Decision decide(Arrival arrival) {
        Question question = new Question(arrival.message(), arrival.groupId());
        Decision known = verdicts.get(question);
        if (known != null) {
            return known;
        }
        List<Limit> limits = limits(arrival);
        Decision verdict = judge(limits);
        if (verdict instanceof Decision.Accept && !limits.isEmpty()) {
            count(limits);
        }
        verdicts.put(question, verdict);
        return verdict;
    }

    /** Says what would be decided about a message now. It counts nothing and remembers nothing. */
    public synchronized Decision foresee(Arrival arrival) {
        return judge(limits(arrival));
    }

    private Decision judge(List<Limit> limits) {
        forgetBefore(nanoClock.getAsLong() - WINDOW_NANOS);
        for (Limit limit : limits) {
            if (counts.getOrDefault(limit.key(), 0) >= limit.perMinute()) {
                return new Decision.Hold(limit.reason());
            }
        }
        return !limits.isEmpty() && admissions.size() >= MAX_ADMISSIONS
                ? new Decision.Hold("This server distributes too many messages at the moment")
                : ACCEPT;
    }

    private void count(List<Limit> limits) {
        List<Key> keys = limits.stream().map(Limit::key).toList();
        keys.forEach(key -> counts.merge(key, 1, Integer::sum));
        admissions.add(new Admission(nanoClock.getAsLong(), keys));
    }

    private void forgetBefore(long nanos) {
        // Differences, not the values themselves, can be compared: the clock may pass the largest long.
        while (!admissions.isEmpty() && admissions.element().nanos() - nanos <= 0) {
            for (Key key : admissions.remove().keys()) {
                counts.computeIfPresent(key, (any, count) -> count == 1 ? null : count - 1);
            }
        }
    }

    private List<Limit> limits(Arrival arrival) {
        StormLimits limits = configured.orElse(StormLimits.DEFAULT).at(arrival.group());
        List<Limit> applying = new ArrayList<>();
        if (limits.perSender() > 0) {
            applying.add(new Limit(
                    new Key.Sender(arrival.groupId(), arrival.sender()),
                    limits.perSender(),
                    "More than " + limits.perSender() + " messages a minute from one sender"));
        }
        if (limits.perGroup() > 0) {
            applying.add(new Limit(
                    new Key.Group(arrival.groupId()),
                    limits.perGroup(),
                    "More than " + limits.perGroup() + " messages a minute to this group"));
        }
        if (limits.replies() > 0) {
            arrival.conversations()
                    .forEach(conversation -> applying.add(new Limit(
                            new Key.Conversation(arrival.groupId(), conversation),
                            limits.replies(),
                            "More than " + limits.replies() + " replies a minute in one conversation")));
        }
        return applying;
    }

    /** Returns the size of the log and of the counts; for tests. */
    public synchronized int size() {
        return admissions.size() + counts.size();
    }
}
