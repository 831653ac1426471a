// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.util.List;
import java.util.Optional;
import org.mailgroups.imports.history.ImportCounts;
import org.mailgroups.imports.history.ImportWarning;
import org.mailgroups.imports.history.Rejection;

/** How far an import has come: written by the one thread that runs it, read by any. Thread-safe. */
final class Progress {
    /** How many rejections, and how many warnings, can be seen without asking the history. */
    static final int SHOWN = 100;

    private final long rows;
    private final Lowest<Rejection> shownRejections = new Lowest<>(Rejection::line, SHOWN);
    private final Lowest<ImportWarning> shownWarnings = new Lowest<>(ImportWarning::line, SHOWN);
    private long added;
    private long updated;
    private long unchanged;
    private long removed;
    private long rejected;
    private long warned;
    private String failure = "";

    Progress(long rows) {
        this.rows = rows;
    }

    synchronized void rejected(Rejection rejection) {
        rejected++;
        shownRejections.add(rejection);
    }

    synchronized void warned(ImportWarning warning) {
        warned++;
        shownWarnings.add(warning);
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
        return new ImportCounts(rows, added, updated, unchanged, removed, rejected, warned);
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
        return shownRejections.inOrder();
    }

    /** Returns the warnings that are shown, by line. */
    synchronized List<ImportWarning> warnings() {
        return shownWarnings.inOrder();
    }
}
