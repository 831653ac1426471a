// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

import java.io.BufferedInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.mailgroups.imports.history.ImportCounts;
import org.mailgroups.imports.history.ImportHistory;
import org.mailgroups.imports.history.ImportRecord;
import org.mailgroups.imports.history.ImportStatus;

/**
 * The files of imports, each under the import's id. A file is there as long as its import is under way on this node. So
 * a file that is there when the server starts belongs to an import that was interrupted by the end of the last run: the
 * history is told, and the file removed. Nothing is resumed. The postmaster can see what was applied, and the same file
 * again changes nothing of that. A file that any node may run lies in the store while it waits, and here while it runs.
 *
 * <p>Thread-safe.
 */
@Singleton
public final class Staging {
    private static final String UPLOAD = ".csv";
    private static final String PLAN = ".plan";

    private final StagingDirectory files;

    @Inject
    public Staging(ImportSettings settings, ImportHistory history, FileShare share) {
        this.files = new StagingDirectory(settings, share);
        files.logStrangers();
        for (UUID id : files.removeLeftBehind("", UPLOAD)) {
            ImportCounts counts = history.find(id).map(ImportRecord::counts).orElse(ImportCounts.none());
            history.finish(id, ImportStatus.INTERRUPTED, counts, "the server was stopped meanwhile");
        }
        files.removeLeftBehind("", PLAN);
    }

    /** Returns the length of the longest file that is taken, in bytes. */
    long maxBytes() {
        return files.maxBytes();
    }

    /** Keeps a file until {@link #remove}; if it cannot be read to its end, nothing is kept. */
    void keep(UUID id, InputStream content) {
        files.keep(id + UPLOAD, content);
    }

    /** Moves a kept file to where every node can read it, and returns whether there is such a place. */
    boolean share(UUID id) {
        return files.share(id + UPLOAD);
    }

    /** Returns a kept file from its beginning; its reader buffers it. */
    public InputStream open(UUID id) {
        return files.open(id + UPLOAD);
    }

    /** Returns a stream to which the plan of an import is to be written. */
    OutputStream createPlan(UUID id) {
        return files.create(id + PLAN);
    }

    InputStream openPlan(UUID id) {
        return new BufferedInputStream(files.openHere(id + PLAN));
    }

    /**
     * Removes what there is of an import, its plan first: as long as the file is there, the import is known to be
     * unfinished.
     */
    void remove(UUID id) {
        files.removeHere(id + PLAN);
        files.remove(id + UPLOAD);
    }
}
