// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.backup;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** How far a restoration has come. Thread-safe. */
final class RestoreProgress {
    private final RestoreMode mode;
    private final boolean dryRun;
    private final Clock clock;
    private final AtomicLong added = new AtomicLong();
    private final AtomicLong replaced = new AtomicLong();
    private final AtomicLong unchanged = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicLong members = new AtomicLong();
    private final AtomicLong removed = new AtomicLong();
    private final AtomicLong profiles = new AtomicLong();
    private final Rejected rejected = new Rejected();

    RestoreProgress(RestoreMode mode, boolean dryRun, Clock clock) {
        this.mode = mode;
        this.dryRun = dryRun;
        this.clock = clock;
    }

    void added() {
        added.incrementAndGet();
    }

    void replaced() {
        replaced.incrementAndGet();
    }

    void unchanged() {
        unchanged.incrementAndGet();
    }

    void skipped() {
        skipped.incrementAndGet();
    }

    void members(int more) {
        members.addAndGet(more);
    }

    void removed(int more) {
        removed.addAndGet(more);
    }

    void profile() {
        profiles.incrementAndGet();
    }

    void rejected(String address, String reason) {
        rejected.add(address, reason);
    }

    RestoreSummary summary() {
        return new RestoreSummary(
                RestoreSummary.TYPE,
                dryRun,
                mode.word(),
                added.get(),
                replaced.get(),
                unchanged.get(),
                skipped.get(),
                members.get(),
                removed.get(),
                profiles.get(),
                rejected.count(),
                rejected.first(),
                rejected.isTruncated(),
                clock.instant());
    }
}
