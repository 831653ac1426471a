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

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.mailgroups.group.ImportSettings;

/**
 * Where backups wait for their restoration, on this node, readable by the server's own user only. What a crash has left behind is removed at the next start, since nobody resumes it.
 *
 * <p>Thread-safe.
 */
@Singleton
public final class BackupStaging {
    private static final String PREFIX = "backup-";
    private static final String SUFFIX = ".json";

    private final Path directory;
    private final long maxBytes;

    @Inject
    public BackupStaging(ImportSettings settings) {
        this.directory = settings.stagingDirectory();
        this.maxBytes = settings.maxBytes();
        try {
            Files.createDirectories(directory, permissions("rwx------"));
            try (DirectoryStream<Path> leftBehind = Files.newDirectoryStream(directory, PREFIX + "*" + SUFFIX)) {
                for (Path file : leftBehind) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the directory for imports, " + directory + ", cannot be used", e);
        }
    }

    /** The longest backup that is taken, in bytes. */
    long maxBytes() {
        return maxBytes;
    }

    /** Keeps a backup until {@link #remove}; if it cannot be read to its end, nothing is kept. */
    UUID keep(InputStream backup) {
        UUID id = UUID.randomUUID();
        try {
            Files.createFile(file(id), permissions("rw-------"));
            try (OutputStream output = Files.newOutputStream(file(id), StandardOpenOption.WRITE)) {
                backup.transferTo(output);
            }
            return id;
        } catch (IOException e) {
            remove(id);
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            remove(id);
            throw e;
        }
    }

    InputStream open(UUID id) {
        try {
            return new BufferedInputStream(Files.newInputStream(file(id)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remove(UUID id) {
        try {
            Files.deleteIfExists(file(id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(UUID id) {
        return directory.resolve(PREFIX + id + SUFFIX);
    }

    private static FileAttribute<?>[] permissions(String permissions) {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }
}
