// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.mailgroups.store.GroupStore;
import org.mailgroups.store.Remigration;
import org.mailgroups.store.StoreConfiguration;
import org.mailgroups.store.StoreDatabase;
import org.mailgroups.store.StoryIndexes;
import org.mailgroups.store.sql.PostgresServer;

/**
 * What the benchmarks of the store share: a new store on a database, a temporary directory, the time and the CPU that a
 * step takes.
 *
 * <p>{@code java.io.tmpdir} says where the directory is made. {@link #close()} deletes it.
 */
public final class BenchmarkStore implements AutoCloseable {
    private final Path directory;
    private final StoreConfiguration configuration;

    private BenchmarkStore(Path directory, StoreConfiguration configuration) {
        this.directory = directory;
        this.configuration = configuration;
    }

    /** @param database {@code derby} or {@code postgresql} */
    public static BenchmarkStore on(String database) throws IOException {
        Path directory = Files.createTempDirectory("mail-groups-benchmark");
        return new BenchmarkStore(
                directory,
                StoreDatabase.valueOf(database.toUpperCase(Locale.ROOT)).newStore(directory));
    }

    /** Returns the temporary directory. */
    public Path directory() {
        return directory;
    }

    /** Returns the octets of the database on the disk, without its log of changes. */
    long size() {
        if (configuration instanceof StoreConfiguration.PostgreSql postgresql) {
            return PostgresServer.size(postgresql);
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("/log/"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens the store; after a first time it is the same one. */
    public GroupStore open() {
        return GroupStore.open(configuration, Clock.systemUTC());
    }

    /** Returns the migrations of older data, for the store while it is closed. */
    Remigration remigration() {
        return new Remigration(configuration);
    }

    /** Makes a new store one that has no indexes for the stories of postings. Nobody may have it open. */
    void dropStoryIndexes() {
        open().close();
        StoryIndexes.drop(configuration);
    }

    /** Runs a step, and prints the time, the CPU of this process and the result. */
    public static <T> T timed(String what, Supplier<T> step) {
        long cpuStart = cpuNanos();
        long start = System.nanoTime();
        T result = step.get();
        System.out.printf(
                "%-45s %10.1f ms %10.1f ms CPU   %s%n",
                what, (System.nanoTime() - start) / 1e6, (cpuNanos() - cpuStart) / 1e6, result);
        return result;
    }

    /** Returns the CPU time of this process: all there is with Derby, without the server's with PostgreSQL. */
    public static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** Returns the bytes of memory that are in use after a garbage collection. */
    public static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
