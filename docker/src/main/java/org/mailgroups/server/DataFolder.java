// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * The folder of everything that outlives the process. It belongs to one server at a time. The lock ends with the
 * process, also if the process is killed.
 */
final class DataFolder {

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(100);

    /** Keeps the locks from the garbage collector, which would release them. */
    private static final List<FileLock> HELD = new CopyOnWriteArrayList<>();

    private final Path path;

    private DataFolder(Path path) {
        this.path = path;
    }

    /**
     * Makes the folder, unless it is there, and takes it for this process.
     *
     * @param patience how long to wait for another server to leave it
     *
     * @throws StartException if it cannot be written, or another server has it
     */
    static DataFolder take(Path path, Duration patience) throws StartException {
        try {
            PrivateFile.makeFolder(path.resolve("keys"));
            PrivateFile.makeFolder(path.resolve("logs"));
            Path lockFile = path.resolve("lock");
            if (!Files.isWritable(path)) {
                throw cannotWrite(path, "it is read-only for this user", null);
            }
            FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = lockWithin(channel, patience);
            if (lock == null) {
                channel.close();
                throw inUse(path, null);
            }
            HELD.add(lock);
            return new DataFolder(path);
        } catch (OverlappingFileLockException e) {
            throw inUse(path, e);
        } catch (IOException e) {
            throw cannotWrite(path, e.toString(), e);
        }
    }

    /** Waits for a server that stops just now. Returns null if it has not stopped in time. */
    private static FileLock lockWithin(FileChannel channel, Duration patience) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        FileLock lock = channel.tryLock();
        while (lock == null
                && System.nanoTime() < end
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            lock = channel.tryLock();
        }
        return lock;
    }

    Path path() {
        return path;
    }

    private static StartException inUse(Path path, Exception cause) {
        return new StartException(
                "another server is running on " + path + ": stop it, or name another folder with --data", cause);
    }

    private static StartException cannotWrite(Path path, String reason, Exception cause) {
        return new StartException(
                "cannot write in " + path + ": " + reason + "; make it writable, or name another folder with --data",
                cause);
    }
}
