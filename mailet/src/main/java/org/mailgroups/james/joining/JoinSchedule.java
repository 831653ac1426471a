// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.joining;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.inject.Inject;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.audit.LogText;
import org.mailgroups.confirmation.Confirmations;
import org.mailgroups.joining.JoinRequest;
import org.mailgroups.joining.JoinRequestRepository;
import org.mailgroups.joining.RequestDecision;
import org.mailgroups.joining.RequestState;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.work.Rounds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the work on requests to join that nobody asks for: it tells administrators, lets requests expire, and forgets
 * old decisions and questions. Each node does it, and the store decides which node does what. Thread-safe.
 */
final class JoinSchedule implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(JoinSchedule.class);

    private static final int NOTICE_SECONDS = 10;
    private static final int ROUND_SECONDS = 600;

    /** How long a request waits. */
    static final Duration EXPIRY = Duration.ofDays(30);

    /** The time for which a decision is remembered, so that it may be made again. */
    static final Duration REMEMBERED = Duration.ofDays(30);

    private static final int AT_ONCE = 1000;

    private final JoinRequestRepository requests;
    private final JoinMailNotices notices;
    private final Confirmations confirmations;
    private final Clock clock;
    private volatile List<Rounds> running = List.of();

    @Inject
    JoinSchedule(JoinRequestRepository requests, JoinMailNotices notices, Confirmations confirmations, Clock clock) {
        this.requests = requests;
        this.notices = notices;
        this.confirmations = confirmations;
        this.clock = clock;
    }

    void start() {
        running = List.of(
                new Rounds("group-join-notices", NOTICE_SECONDS, this::tellAdministrators),
                new Rounds("group-join-requests", ROUND_SECONDS, this::round));
    }

    void tellAdministrators() {
        requests.unannounced(AT_ONCE).forEach(notices::announce);
    }

    void round() {
        Instant now = clock.instant();
        requests.forget(now.minus(REMEMBERED));
        confirmations.forget();
        requests.overdue(now.minus(EXPIRY), AT_ONCE).forEach(request -> expire(request, now));
    }

    private void expire(JoinRequest request, Instant now) {
        try {
            JoinRequestRepository.Outcome outcome =
                    requests.decide(request.id(), new RequestDecision(RequestState.EXPIRED, "expiry", now));
            if (outcome.isNew()) {
                AuditTrail.note("join-expired", "group", request.group(), "member", request.person());
                notices.tell(outcome.request(), "");
            }
        } catch (NotFoundException e) {
            LOGGER.debug("a request to join is gone before it expires", LogText.neutral(e));
        }
    }

    /** Ends the schedule; a round that is under way comes to its end. */
    @Override
    public void close() {
        running.forEach(Rounds::close);
    }
}
