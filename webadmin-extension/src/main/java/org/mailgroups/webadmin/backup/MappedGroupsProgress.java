// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.backup;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** How far the import of James' own groups has come. Thread-safe. */
final class MappedGroupsProgress {
    private final boolean dryRun;
    private final Clock clock;
    private final AtomicLong added = new AtomicLong();
    private final AtomicLong unchanged = new AtomicLong();
    private final Rejected rejected = new Rejected();

    MappedGroupsProgress(boolean dryRun, Clock clock) {
        this.dryRun = dryRun;
        this.clock = clock;
    }

    void added() {
        added.incrementAndGet();
    }

    void unchanged() {
        unchanged.incrementAndGet();
    }

    void rejected(String address, String reason) {
        rejected.add(address, reason);
    }

    MappedGroupsSummary summary() {
        return new MappedGroupsSummary(
                MappedGroupsSummary.TYPE,
                dryRun,
                added.get() + unchanged.get() + rejected.count(),
                added.get(),
                unchanged.get(),
                rejected.count(),
                rejected.first(),
                rejected.isTruncated(),
                clock.instant());
    }
}
