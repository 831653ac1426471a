// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.body;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.store.sql.FailureText;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Bodies in files of this node: a folder for each posting, and in it a file for each body, named by its number. A body
 * is written beside its place and put there when it is safe on the disk. Only the server's own user can read it.
 */
public final class FileBodies implements Bodies {
    private static final String UNFINISHED = ".part";
    private static final int BUFFER = 64 << 10;
    private static final int MAX_KEPT = 10_000;

    private final Path folder;
    private final Clock clock;

    /**
     * Makes the folder if it is not there, and writes into it once.
     *
     * @throws StoreUnavailableException if it cannot be used; the message says why, in words for the postmaster
     */
    public FileBodies(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
        try {
            Files.createDirectories(folder, permissions("rwx------"));
            Files.delete(Files.createTempFile(folder, "start", UNFINISHED));
        } catch (IOException e) {
            throw new StoreUnavailableException(
                    "the folder of postings, " + folder + ", cannot be written: " + FailureText.of(e), e);
        }
    }

    @Override
    public long keep(UUID posting, int number, InputStream octets) throws IOException {
        Path place = folder.resolve(posting.toString());
        Path body = place.resolve(Integer.toString(number));
        if (Files.exists(body)) {
            throw new FileAlreadyExistsException(body.toString());
        }
        Path unfinished = place.resolve(number + UNFINISHED);
        try {
            Files.createDirectories(place, permissions("rwx------"));
            long length = write(unfinished, octets);
            Files.move(unfinished, body, StandardCopyOption.ATOMIC_MOVE);
            sync(place);
            sync(folder);
            return length;
        } catch (IOException | RuntimeException e) {
            takeBack(List.of(unfinished, body), place, e);
            throw e;
        }
    }

    private static long write(Path file, InputStream octets) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), permissions("rw-------"))) {
            byte[] buffer = new byte[BUFFER];
            long length = 0;
            for (int read = octets.readNBytes(buffer, 0, BUFFER);
                    read > 0;
                    read = octets.readNBytes(buffer, 0, BUFFER)) {
                ByteBuffer written = ByteBuffer.wrap(buffer, 0, read);
                while (written.hasRemaining()) {
                    length += channel.write(written);
                }
            }
            channel.force(true);
            return length;
        }
    }

    /** Makes new names in a folder survive a crash. Windows has no such call, and needs none. */
    private static void sync(Path folder) throws IOException {
        if (isPosix()) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static void takeBack(List<Path> files, Path place, Exception reason) {
        try {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(place);
        } catch (DirectoryNotEmptyException e) {
            // The posting has another body.
            return;
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    @Override
    public InputStream open(UUID posting, int number) throws IOException {
        return new BufferedInputStream(
                Files.newInputStream(folder.resolve(posting.toString()).resolve(Integer.toString(number))), BUFFER);
    }

    @Override
    public void remove(Collection<UUID> postings) throws IOException {
        for (UUID posting : postings) {
            remove(folder.resolve(posting.toString()));
        }
    }

    private static void remove(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            return;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Files.deleteIfExists(place);
    }

    @Override
    public List<UUID> kept() throws IOException {
        Instant before = clock.instant().minus(LEFT_ALONE);
        try (Stream<Path> places = Files.list(folder)) {
            return places.filter(place -> postingOf(place).isPresent() && isOlder(place, before))
                    .limit(MAX_KEPT)
                    .flatMap(place -> postingOf(place).stream())
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Returns the posting whose folder this is; empty for somebody else's file. */
    private static Optional<UUID> postingOf(Path place) {
        String name = place.getFileName().toString();
        try {
            return Optional.of(UUID.fromString(name)).filter(id -> id.toString().equals(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isOlder(Path place, Instant before) {
        try {
            return Files.getLastModifiedTime(place).toInstant().isBefore(before);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] permissions(String permissions) {
        return isPosix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
