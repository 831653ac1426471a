// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.bounce;

import java.util.Collection;
import javax.inject.Inject;
import org.apache.james.metrics.api.MetricFactory;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.bounce.BounceLedger;
import org.mailgroups.bounce.BounceLimits;
import org.mailgroups.bounce.Counted;
import org.mailgroups.bounce.Failure;

/**
 * The one place where failures of members are counted, whichever way they came. The audit trail and the metrics say who
 * is suspended. Thread-safe.
 */
public final class BounceCounter {
    private final BounceLedger ledger;
    private final BounceLimits limits;
    private final MetricFactory metrics;

    @Inject
    public BounceCounter(BounceLedger ledger, BounceLimits limits, MetricFactory metrics) {
        this.ledger = ledger;
        this.limits = limits;
        this.metrics = metrics;
    }

    /** @throws org.mailgroups.value.StoreUnavailableException if none of them can be counted now */
    public void count(Collection<Failure> failures) {
        if (failures.isEmpty()) {
            return;
        }
        Counted counted = ledger.count(failures, limits);
        metrics.generate("groupsBouncesCounted").add(counted.failures());
        metrics.generate("groupsBouncesSuspended").add(counted.suspended().size());
        counted.suspended()
                .forEach(suspension ->
                        AuditTrail.note("suspended", "group", suspension.group(), "member", suspension.member()));
    }
}
