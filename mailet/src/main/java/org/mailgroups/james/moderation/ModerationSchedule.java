// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.moderation;

import com.google.common.collect.Lists;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.inject.Inject;
import org.mailgroups.audit.LogText;
import org.mailgroups.moderation.HeldMessage;
import org.mailgroups.moderation.HeldMessageRepository;
import org.mailgroups.moderation.HeldState;
import org.mailgroups.moderation.Verdict;
import org.mailgroups.work.Rounds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the work on held messages that nobody asks for. It tells administrators of messages they have not been told of.
 * It lets messages expire that nobody decides about. It carries out decisions that were interrupted. Each node does it,
 * and the store decides which node does what. Thread-safe.
 */
final class ModerationSchedule implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ModerationSchedule.class);

    private static final int PERIOD_SECONDS = 60;
    private static final int NOTICE_PERIOD_SECONDS = 1;

    /** A burst of messages is over when none has come for so long. Then one notice tells of all of them. */
    static final Duration QUIET = Duration.ofSeconds(5);

    /** Administrators are told after this time, even if the burst goes on. */
    static final Duration LONGEST_BURST = Duration.ofMinutes(1);

    /** The time after which a decision that is not carried out counts as interrupted. */
    static final Duration INTERRUPTED = Duration.ofMinutes(5);

    /** The time for which a decision is remembered, so that it may be made again. */
    static final Duration REMEMBERED = Duration.ofDays(30);

    private static final int AT_ONCE = 1000;
    private static final String EXPIRY = "expiry";

    private final HeldMessageRepository held;
    private final JamesHeldMessageContent content;
    private final JamesHeldMessageDecisions decisions;
    private final ModerationNotices notices;
    private final ModerationConfiguration configuration;
    private final Clock clock;
    private volatile List<Rounds> running = List.of();

    @Inject
    ModerationSchedule(
            HeldMessageRepository held,
            JamesHeldMessageContent content,
            JamesHeldMessageDecisions decisions,
            ModerationNotices notices,
            ModerationConfiguration configuration,
            Clock clock) {
        this.held = held;
        this.content = content;
        this.decisions = decisions;
        this.notices = notices;
        this.configuration = configuration;
        this.clock = clock;
    }

    /** Runs a round each minute and looks for news every few seconds from now on, until it is closed. */
    void start() {
        running = List.of(
                new Rounds("group-moderation", PERIOD_SECONDS, this::round),
                new Rounds("group-moderation-notices", NOTICE_PERIOD_SECONDS, this::tellAdministrators));
    }

    /** Tells administrators of messages they have not been told of, but not in the middle of a burst. */
    void tellAdministrators() {
        Instant now = clock.instant();
        held.unannounced(now.minus(QUIET), now.minus(LONGEST_BURST), AT_ONCE).forEach(notices::announce);
    }

    /** Does all that is due now. A failure is logged, and its work is due again in the next round. */
    void round() {
        Instant now = clock.instant();
        attempt("old decisions cannot be forgotten", () -> held.forget(now.minus(REMEMBERED)));
        attempt(
                "interrupted decisions cannot be found",
                () -> forEach(held.unfinished(now.minus(INTERRUPTED), AT_ONCE), message -> finish(message, now)));
        attempt("messages that were decided about cannot be removed", () -> removeDecided(now));
        attempt(
                "held messages cannot expire",
                () -> forEach(
                        held.overdue(now.minus(configuration.expiry()), AT_ONCE),
                        message -> decisions.decide(message, new Verdict(HeldState.EXPIRED, EXPIRY, now, ""))));
    }

    /**
     * Removes messages that are kept here although their decisions were carried out, by a server that does not have
     * them. One that nobody knows may be about to be written down, so it stays for as long as decisions do.
     */
    private void removeDecided(Instant now) {
        for (List<String> ids : Lists.partition(content.ids(), AT_ONCE)) {
            Map<String, Boolean> carriedOut = held.carriedOut(ids);
            ids.forEach(id ->
                    attempt("held message " + id + " cannot be removed", () -> removeIfDecided(id, carriedOut, now)));
        }
    }

    private void removeIfDecided(String id, Map<String, Boolean> carriedOut, Instant now) {
        boolean isKnown = carriedOut.containsKey(id);
        if (isKnown ? carriedOut.get(id) : content.isOlderThan(id, now.minus(REMEMBERED))) {
            content.remove(id);
        }
    }

    private void finish(HeldMessage message, Instant now) {
        // With a mail repository that servers do not share, only the one that has an approved message can send it.
        boolean possible = message.state() != HeldState.APPROVED || decisions.isHere(message);
        if (possible && held.takeOver(message.id(), now.minus(INTERRUPTED), now)) {
            decisions.carryOut(message);
        }
    }

    private static void forEach(List<HeldMessage> messages, Consumer<HeldMessage> action) {
        messages.forEach(message ->
                attempt("held message " + message.id() + " waits for the next round", () -> action.accept(message)));
    }

    private static void attempt(String failure, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            // What comes after it must be done all the same.
            LOGGER.error(failure, LogText.neutral(e));
        }
    }

    /** Ends the schedule; a round that is under way comes to its end. */
    @Override
    public void close() {
        running.forEach(Rounds::close);
    }
}
