// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.imports.ImportJob;
import org.mailgroups.imports.ImportKind;
import org.mailgroups.imports.ImportPulse;
import org.mailgroups.imports.ImportService;
import org.mailgroups.imports.ImportSettings;
import org.mailgroups.imports.Staging;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.right.Principal;
import org.mailgroups.store.GroupStore;
import org.mailgroups.value.Address;
import org.mailgroups.value.AddressHolder;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.work.Cancellation;

/** The frame that the benchmarks of imports share: a store in a folder of its own, files, and the clock. */
final class ImportFrame {
    static final Principal WHO = Principal.postmaster("benchmark");
    static final PrintStream OUT = System.out;

    private final GroupStore store;
    private final Path directory;
    private final ImportService imports;

    private ImportFrame(GroupStore store, Path directory) {
        this.store = store;
        this.directory = directory;
        Staging staging = new Staging(
                new ImportSettings(directory.resolve("imports"), ImportSettings.DEFAULT_MAX_BYTES),
                store.imports(),
                store.files());
        imports = new ImportService(
                store.imports(),
                staging,
                new ImportPulse(store.imports(), staging, Clock.systemUTC()),
                new AuditTrail(),
                Clock.systemUTC());
    }

    /** The steps of a benchmark. */
    interface Body {
        void run(ImportFrame frame, int rows) throws Exception;
    }

    /** @param arguments {@code derby} or {@code postgresql}, and the number of rows */
    static void run(String[] arguments, Body body) throws Exception {
        int rows = Integer.parseInt(arguments[1]);
        try (BenchmarkStore benchmark = BenchmarkStore.on(arguments[0]);
                GroupStore store = benchmark.open()) {
            OUT.printf(
                    "%s, %d rows, -Xmx %d MB%n",
                    arguments[0], rows, Runtime.getRuntime().maxMemory() >> 20);
            body.run(new ImportFrame(store, benchmark.directory()), rows);
        }
        // PostgreSQL leaves a thread behind.
        System.exit(0);
    }

    GroupStore store() {
        return store;
    }

    /** Writes a file of some rows. */
    Path file(String header, int count, IntFunction<String> row) throws IOException {
        Path file = Files.createTempFile(directory, "rows", ".txt");
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write(header);
            for (int i = 0; i < count; i++) {
                writer.write(row.apply(i));
            }
        }
        return file;
    }

    /** Imports a file, and prints the time from its first byte to the end of the job. */
    void time(String what, ImportKind<?, ?> kind, Path file, ImportMode mode, boolean dryRun) throws Exception {
        long start = System.nanoTime();
        long cpu = BenchmarkStore.cpuNanos();
        ImportJob job;
        try (InputStream input = Files.newInputStream(file)) {
            job = imports.begin(WHO, kind, mode, dryRun, input);
        }
        long taken = System.nanoTime();
        boolean done = job.run(new Cancellation());
        OUT.printf(
                "%-28s %6.2f s (upload and check %.2f s), %.2f s of CPU  %s %s%n",
                what,
                (System.nanoTime() - start) / 1e9,
                (taken - start) / 1e9,
                (BenchmarkStore.cpuNanos() - cpu) / 1e9,
                done ? "completed" : "failed",
                job.state().counts());
    }

    /** A mail server with the domain {@code example.org} and these users. */
    record Users(Set<Address> all) implements LocalAddresses {
        Users {
            all = Set.copyOf(all);
        }

        @Override
        public boolean isLocalDomain(String domain) {
            return domain.equals("example.org");
        }

        @Override
        public Optional<AddressHolder> holderOf(Address address) {
            return all.contains(address) ? Optional.of(AddressHolder.USER) : Optional.empty();
        }

        @Override
        public Set<Address> existing(Collection<Address> addresses) {
            return addresses.stream().filter(all::contains).collect(Collectors.toSet());
        }

        @Override
        public Set<Address> usersAmong(Collection<Address> addresses) {
            return existing(addresses);
        }

        @Override
        public Stream<Address> users() {
            return all.stream();
        }
    }
}
