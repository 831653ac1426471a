// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.backup;

import java.io.BufferedInputStream;
import java.io.InputStream;
import java.util.UUID;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.mailgroups.imports.FileShare;
import org.mailgroups.imports.ImportSettings;
import org.mailgroups.imports.StagingDirectory;

/**
 * Keeps backups on disk until they are restored.
 *
 * <p>A file that a crash has left behind is removed at the next start, since nobody resumes it. Thread-safe.
 */
@Singleton
public final class BackupStaging {
    private static final String PREFIX = "backup-";
    private static final String SUFFIX = ".json";

    private final StagingDirectory files;

    @Inject
    public BackupStaging(ImportSettings settings, FileShare share) {
        this.files = new StagingDirectory(settings, share);
        files.removeLeftBehind(PREFIX, SUFFIX);
    }

    /** Lets any node restore a kept backup, if other nodes may be on the store. */
    void share(UUID id) {
        files.share(name(id));
    }

    /** The longest backup that is taken, in bytes. */
    long maxBytes() {
        return files.maxBytes();
    }

    /** Keeps a backup until {@link #remove}; if it cannot be read to its end, nothing is kept. */
    UUID keep(InputStream backup) {
        UUID id = UUID.randomUUID();
        files.keep(name(id), backup);
        return id;
    }

    InputStream open(UUID id) {
        return new BufferedInputStream(files.open(name(id)));
    }

    void remove(UUID id) {
        files.remove(name(id));
    }

    private static String name(UUID id) {
        return PREFIX + id + SUFFIX;
    }
}
