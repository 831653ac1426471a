// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.bounce;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.inject.Inject;
import org.apache.james.metrics.api.MetricFactory;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.audit.LogText;
import org.mailgroups.bounce.BounceLedger;
import org.mailgroups.bounce.BounceLimits;
import org.mailgroups.bounce.Probe;
import org.mailgroups.bounce.SentCopies;
import org.mailgroups.bounce.SentCopy;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.work.Rounds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the work on failures that nobody asks for: counts those of our own delivery, ends suspensions whose probe has
 * arrived, tells administrators, and forgets what is old. Each node does it, and the store decides which node does
 * what. Thread-safe.
 */
final class BounceSchedule implements AutoCloseable {
    /** A report of a failure comes within that time, if one comes. */
    static final Duration PROBE_TIME = Duration.ofDays(1);

    private static final int COUNT_SECONDS = 1;
    private static final int PERIOD_SECONDS = 600;
    private static final int PROBES_AT_ONCE = 1000;
    private static final Logger LOGGER = LoggerFactory.getLogger(BounceSchedule.class);

    private final BounceLedger ledger;
    private final SentCopies copies;
    private final FailureQueue failures;
    private final BounceDigest digest;
    private final BounceLimits limits;
    private final MetricFactory metrics;
    private final Clock clock;
    private volatile List<Rounds> running = List.of();

    @Inject
    BounceSchedule(
            BounceLedger ledger,
            SentCopies copies,
            FailureQueue failures,
            BounceDigest digest,
            BounceLimits limits,
            MetricFactory metrics,
            Clock clock) {
        this.ledger = ledger;
        this.copies = copies;
        this.failures = failures;
        this.digest = digest;
        this.limits = limits;
        this.metrics = metrics;
        this.clock = clock;
    }

    void start() {
        running = List.of(
                new Rounds("group-bounces-count", COUNT_SECONDS, failures::count),
                new Rounds("group-bounces", PERIOD_SECONDS, this::round));
    }

    /** Does all that is due now. */
    void round() {
        ledger.openProbes(clock.instant().minus(PROBE_TIME), PROBES_AT_ONCE).forEach(this::settle);
        ledger.sweep(limits.window());
        digest.send();
    }

    private void settle(Probe probe) {
        ledger.settle(probe, result(probe), limits.probeAfter()).ifPresent(ended -> {
            metrics.generate("groupsBouncesResumed").increment();
            AuditTrail.note("resumed", "group", ended.group(), "member", ended.member(), "posting", probe.posting());
        });
    }

    private Probe.Result result(Probe probe) {
        String digits = probe.posting().toString().replace("-", "");
        SentCopy copy =
                copies.of(probe.group(), digits, List.of(probe.member())).get(probe.member());
        if (copy == null) {
            return Probe.Result.LOST;
        }
        if (copy.wasTaken()) {
            return Probe.Result.ARRIVED;
        }
        return copy.state() == RecipientState.WAITING ? Probe.Result.OPEN : Probe.Result.FAILED;
    }

    /** Ends the schedule, and counts what waits while the store is still there. */
    @Override
    public void close() {
        running.forEach(Rounds::close);
        try {
            failures.count();
        } catch (RuntimeException e) {
            // The store may be away by now. The server must stop all the same.
            LOGGER.warn("failures of the last moment are not counted", LogText.neutral(e));
        }
    }
}
