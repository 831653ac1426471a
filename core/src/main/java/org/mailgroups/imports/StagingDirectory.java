// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports;

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
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory in which uploaded files wait for their task, on this node. Only the server's own user can read it,
 * because there are people's names in the files. Thread-safe; every method throws {@link UncheckedIOException} if the
 * directory cannot be used.
 */
public final class StagingDirectory {
    private final Path directory;
    private final long maxBytes;

    /** Makes the directory if it is not there. */
    public StagingDirectory(ImportSettings settings) {
        this.directory = settings.stagingDirectory();
        this.maxBytes = settings.maxBytes();
        try {
            Files.createDirectories(directory, permissions("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException("the directory for imports, " + directory + ", cannot be used", e);
        }
    }

    /** Returns the length of the longest file that is taken, in bytes. */
    public long maxBytes() {
        return maxBytes;
    }

    /** Returns the names of the files that are there. */
    public List<String> names() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the directory for imports, " + directory + ", cannot be read", e);
        }
    }

    /** Keeps a file; if its content cannot be read to its end, nothing is kept. */
    public void keep(String name, InputStream content) {
        try (OutputStream output = create(name)) {
            content.transferTo(output);
        } catch (IOException e) {
            remove(name);
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            remove(name);
            throw e;
        }
    }

    /** Returns a new file, to be written and closed. */
    OutputStream create(String name) {
        Path file = directory.resolve(name);
        try {
            Files.createFile(file, permissions("rw-------"));
            return Files.newOutputStream(file, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a file from its beginning, not buffered. */
    public InputStream open(String name) {
        try {
            return Files.newInputStream(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a file, if it is there. */
    public void remove(String name) {
        try {
            Files.deleteIfExists(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
