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
package org.mailgroups.james;

import javax.annotation.PreDestroy;
import javax.inject.Inject;

/** Lets what is due about held messages be done from the start of James to its end. */
public final class ModerationLifecycle {
    private final ModerationSchedule schedule;

    @Inject
    ModerationLifecycle(ModerationSchedule schedule) {
        this.schedule = schedule;
        schedule.start();
    }

    @PreDestroy
    public void close() {
        schedule.close();
    }
}
