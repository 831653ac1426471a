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

import java.util.ArrayList;
import java.util.List;

/** Counts what a task rejects, and keeps the first of them for its summary. Thread-safe. */
final class Rejected {
    /** How many a summary shows. */
    static final int SHOWN = 1000;

    private final List<RejectedGroup> first = new ArrayList<>();
    private long count;

    synchronized void add(String address, String reason) {
        count++;
        if (first.size() < SHOWN) {
            first.add(new RejectedGroup(address, reason));
        }
    }

    synchronized long count() {
        return count;
    }

    synchronized List<RejectedGroup> first() {
        return List.copyOf(first);
    }

    synchronized boolean isTruncated() {
        return count > first.size();
    }
}
