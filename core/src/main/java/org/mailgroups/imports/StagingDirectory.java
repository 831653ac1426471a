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
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mailgroups.audit.LogText;
import org.mailgroups.value.NotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory in which uploaded files wait for their task, on this node. Only the server's own user can read it,
 * because there are people's names in the files. Thread-safe; every method but those that remove a file throws
 * {@link UncheckedIOException} if the directory cannot be used.
 */
public final class StagingDirectory {
    /** Two kinds of files, and the plans of one of them, each under an id. */
    private static final Pattern OURS =
            Pattern.compile("(backup-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.(csv|plan|json)");

    private static final int NAMED_STRANGERS = 10;
    private static final Logger LOGGER = LoggerFactory.getLogger(StagingDirectory.class);

    private final Path directory;
    private final long maxBytes;
    private final FileShare share;

    /** Makes the directory if it is not there. */
    public StagingDirectory(ImportSettings settings, FileShare share) {
        this.share = share;
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

    /**
     * Removes the files that a server has left here at its end. Other people's files are left alone.
     *
     * @param prefix of their names, before an id
     * @param suffix of their names, behind the id
     * @return the ids
     */
    public Set<UUID> removeLeftBehind(String prefix, String suffix) {
        return names().stream()
                .filter(name -> OURS.matcher(name).matches())
                .filter(name -> name.startsWith(prefix) && name.endsWith(suffix))
                .filter(this::remove)
                .map(name -> name.substring(prefix.length(), name.length() - suffix.length()))
                .filter(id -> !id.startsWith("backup-"))
                .map(UUID::fromString)
                .collect(Collectors.toSet());
    }

    /** Names in the log what does not belong here. */
    void logStrangers() {
        List<String> strangers =
                names().stream().filter(name -> !OURS.matcher(name).matches()).toList();
        if (!strangers.isEmpty()) {
            LOGGER.warn(
                    "The directory for imports has {} other files, which are left alone: {}",
                    strangers.size(),
                    LogText.neutral(strangers.stream().limit(NAMED_STRANGERS).toList()));
        }
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the directory for imports, " + directory + ", cannot be read", e);
        }
    }

    /** Keeps a file; if its content cannot be read to its end, nothing is kept. */
    public void keep(String name, InputStream content) {
        try (OutputStream output = create(name)) {
            content.transferTo(output);
        } catch (IOException e) {
            removeHere(name);
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            removeHere(name);
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

    /** Moves a file to where every node can read it, and returns whether there is such a place. */
    public boolean share(String name) {
        if (!share.isShared()) {
            return false;
        }
        try (InputStream content = open(name)) {
            share.keep(name, content);
            Files.delete(directory.resolve(name));
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fetches a file that another node has shared, if it is not here. */
    private void fetch(String name) throws IOException {
        if (Files.exists(directory.resolve(name))) {
            return;
        }
        boolean isThere = false;
        try (OutputStream output = create(name)) {
            isThere = share.copyTo(name, output);
        } finally {
            if (!isThere) {
                Files.deleteIfExists(directory.resolve(name));
            }
        }
        if (!isThere) {
            throw new NotFoundException("the file " + name
                    + " is neither on this server nor in the store: the server that took it has it, or it is gone;"
                    + " upload it again");
        }
    }

    /**
     * Returns a file from its beginning, not buffered.
     *
     * @throws NotFoundException if it is neither here nor shared
     */
    public InputStream open(String name) {
        try {
            fetch(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return openHere(name);
    }

    /** Returns a file of this node alone from its beginning, not buffered. */
    InputStream openHere(String name) {
        try {
            return Files.newInputStream(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Removes a file, if it is there, here and where it is shared. The log has what cannot be removed. Nothing else
     * fails for it: it is removed at the next start, or in the store by its age.
     *
     * @return whether it is not here any more
     */
    public boolean remove(String name) {
        boolean isRemoved = removeHere(name);
        if (share.isShared()) {
            try {
                share.remove(name);
            } catch (RuntimeException e) {
                // The caller has done its work. The store removes the file by its age.
                LOGGER.error("{} cannot be removed from the store yet", LogText.neutral(name), LogText.neutral(e));
            }
        }
        return isRemoved;
    }

    /** Removes a file of this node alone, as {@link #remove} does. */
    boolean removeHere(String name) {
        try {
            Files.deleteIfExists(directory.resolve(name));
            return true;
        } catch (IOException e) {
            LOGGER.error(
                    "{} cannot be removed from the directory for imports", LogText.neutral(name), LogText.neutral(e));
            return false;
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
