// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.backup;

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
