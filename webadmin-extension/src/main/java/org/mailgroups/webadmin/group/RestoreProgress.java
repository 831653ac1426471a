/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.webadmin.group;

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
