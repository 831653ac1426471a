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
