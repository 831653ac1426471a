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
package org.mailgroups.webadmin.imports;

import java.util.UUID;
import org.mailgroups.group.ImportHistory;
import org.mailgroups.group.Rejection;

/** Takes the rejected rows of a run: counts each at once, and hands them on to the history some at a time. Not thread-safe. */
final class Rejections {
    private static final int BATCH = 5000;

    private final Progress progress;
    private final RowBatch<Rejection> pending;

    Rejections(UUID id, ImportHistory history, Progress progress) {
        this.progress = progress;
        this.pending = new RowBatch<>(BATCH, Rejection::cells, batch -> history.reject(id, batch));
    }

    void add(Rejection rejection) {
        progress.rejected(rejection);
        pending.add(rejection);
    }

    void flush() {
        pending.flush();
    }
}
