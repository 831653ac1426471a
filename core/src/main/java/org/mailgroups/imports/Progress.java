// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.mailgroups.imports.history.ImportCounts;
import org.mailgroups.imports.history.Rejection;

/** How far an import has come: written by the one thread that runs it, read by any. Thread-safe. */
final class Progress {
    /** How many rejections can be seen without asking the history: those with the lowest lines. */
    static final int SHOWN_REJECTIONS = 100;

    private final long rows;
    private final PriorityQueue<Rejection> shown =
            new PriorityQueue<>(Comparator.comparingLong(Rejection::line).reversed());
    private long added;
    private long updated;
    private long unchanged;
    private long removed;
    private long rejected;
    private String failure = "";

    Progress(long rows) {
        this.rows = rows;
    }

    synchronized void rejected(Rejection rejection) {
        rejected++;
        shown.add(rejection);
        if (shown.size() > SHOWN_REJECTIONS) {
            shown.remove();
        }
    }

    synchronized void applied(Applied rows) {
        added += rows.added();
        updated += rows.updated();
        unchanged += rows.unchanged();
    }

    synchronized void removed(long members) {
        removed += members;
    }

    synchronized ImportCounts counts() {
        return new ImportCounts(rows, added, updated, unchanged, removed, rejected);
    }

    /** Tells why the import fails, in words for the person who asked for it. */
    synchronized void failed(String reason) {
        failure = reason;
    }

    /** Returns why the import failed; empty if it has not. */
    synchronized Optional<String> failure() {
        return failure.isEmpty() ? Optional.empty() : Optional.of(failure);
    }

    /** Returns the rejections that are shown, by line. */
    synchronized List<Rejection> rejections() {
        List<Rejection> rejections = new ArrayList<>(shown);
        rejections.sort(Comparator.comparingLong(Rejection::line));
        return rejections;
    }
}
