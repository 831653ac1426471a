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

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.mailgroups.group.ImportCounts;
import org.mailgroups.group.ImportHistory;
import org.mailgroups.group.ImportRecord;
import org.mailgroups.group.ImportSettings;
import org.mailgroups.group.ImportStatus;

/**
 * Where files wait for their import, each under the import's id, readable by the server's own user only: there are people's names in them. A file is there as long as its import is under way on this node; so
 * one that is there when the server starts belongs to an import that the end of the last run has interrupted: the history is told, and the file removed. Nothing is resumed, because who asked can see
 * what was applied, and importing the same file again changes nothing that was.
 *
 * <p>Thread-safe.
 */
@Singleton
public final class Staging {
    private static final String UPLOAD = ".csv";
    private static final String PLAN = ".plan";

    private final Path directory;
    private final long maxBytes;

    @Inject
    public Staging(ImportSettings settings, ImportHistory history) {
        this.directory = settings.stagingDirectory();
        this.maxBytes = settings.maxBytes();
        try {
            Files.createDirectories(directory, permissions("rwx------"));
            for (UUID id : leftBehind()) {
                ImportCounts counts = history.find(id).map(ImportRecord::counts).orElse(ImportCounts.none());
                history.finish(id, ImportStatus.INTERRUPTED, counts);
                remove(id);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the directory for imports, " + directory + ", cannot be used", e);
        }
    }

    private List<UUID> leftBehind() throws IOException {
        List<UUID> ids = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(UPLOAD))
                    .map(name -> UUID.fromString(name.substring(0, name.length() - UPLOAD.length())))
                    .forEach(ids::add);
        }
        return ids;
    }

    /** The longest file that is taken. */
    long maxBytes() {
        return maxBytes;
    }

    /** Keeps a file until {@link #remove}; if it cannot be read to its end, nothing is kept. */
    void keep(UUID id, InputStream content) {
        try (OutputStream output = create(upload(id))) {
            content.transferTo(output);
        } catch (IOException e) {
            remove(id);
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            remove(id);
            throw e;
        }
    }

    /** A kept file from its beginning, buffered by its reader. */
    InputStream open(UUID id) {
        try {
            return Files.newInputStream(upload(id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the plan of an import is to be written. */
    OutputStream createPlan(UUID id) {
        return create(plan(id));
    }

    InputStream openPlan(UUID id) {
        try {
            return new BufferedInputStream(Files.newInputStream(plan(id)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OutputStream create(Path file) {
        try {
            Files.createFile(file, permissions("rw-------"));
            return Files.newOutputStream(file, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes what there is of an import, its plan first: as long as the file is there, the import is known to be unfinished. */
    void remove(UUID id) {
        try {
            Files.deleteIfExists(plan(id));
            Files.deleteIfExists(upload(id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path upload(UUID id) {
        return directory.resolve(id + UPLOAD);
    }

    private Path plan(UUID id) {
        return directory.resolve(id + PLAN);
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
