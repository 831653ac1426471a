// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import com.sun.management.OperatingSystemMXBean;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.group.AddressRules;
import org.mailgroups.group.NewGroup;
import org.mailgroups.imports.ImportJob;
import org.mailgroups.imports.ImportService;
import org.mailgroups.imports.ImportSettings;
import org.mailgroups.imports.Staging;
import org.mailgroups.imports.history.ImportCounts;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.membership.Ancestors;
import org.mailgroups.membership.MemberImportService;
import org.mailgroups.store.GroupStore;
import org.mailgroups.store.StoreConfiguration;
import org.mailgroups.value.Address;
import org.mailgroups.value.Principal;
import org.mailgroups.webadmin.FakeLocalAddresses;

/**
 * How long an import takes, from the first byte of the upload to the end of the task: every second row a user of this server, the others external; and how much CPU that took, which is what counts on a busy machine. Run with {@code derby|postgresql ROWS}.
 */
public final class ImportBenchmark {
    private static final Address GROUP = Address.parse("team@example.org");
    private static final Principal WHO = new Principal("benchmark");
    private static final PrintStream OUT = System.out;

    private final MemberImportService imports;

    private ImportBenchmark(GroupStore store, Path directory, int rows) {
        FakeLocalAddresses addresses = new FakeLocalAddresses();
        addresses.addDomain("example.org");
        for (int i = 0; i < rows; i += 2) {
            addresses.addUser(user(i));
        }
        Staging staging = new Staging(
                new ImportSettings(directory.resolve("imports"), ImportSettings.DEFAULT_MAX_BYTES), store.imports());
        imports = new MemberImportService(
                new ImportService(store.imports(), staging, new AuditTrail()),
                store.groups(),
                store.profiles(),
                store.contacts(),
                store.contactMemberships(),
                new AddressRules(addresses, store.lookup()),
                new Ancestors(store.groups()));
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static String user(int i) {
        return "member" + i + (i % 2 == 0 ? "@example.org" : "@elsewhere.example");
    }

    private static Path file(Path directory, int first, int last) throws IOException {
        Path file = Files.createTempFile(directory, "members", ".csv");
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write("Identifier;Name\n");
            for (int i = first; i < last; i++) {
                writer.write(user(i) + ";First " + i + " Última\n");
            }
        }
        return file;
    }

    private void run(String what, Path file, ImportMode mode, boolean dryRun) throws Exception {
        long start = System.nanoTime();
        long cpu = cpuNanos();
        ImportJob job;
        try (InputStream input = Files.newInputStream(file)) {
            job = imports.begin(WHO, GROUP, mode, dryRun, input);
        }
        long taken = System.nanoTime();
        boolean done = job.run();
        long end = System.nanoTime();
        ImportCounts counts = job.state().counts();
        OUT.printf(
                "%-28s %5.2f s (upload and check %.2f s), %.2f s of CPU in this JVM  %s %s%n",
                what,
                (end - start) / 1e9,
                (taken - start) / 1e9,
                (cpuNanos() - cpu) / 1e9,
                done ? "completed" : "failed",
                counts);
    }

    public static void main(String[] arguments) throws Exception {
        int rows = Integer.parseInt(arguments[1]);
        Path directory = Files.createTempDirectory("import-benchmark");
        try (EmbeddedPostgres server = arguments[0].equals("derby") ? null : EmbeddedPostgres.start();
                GroupStore store = GroupStore.open(
                        server == null
                                ? new StoreConfiguration.EmbeddedDerby(directory.resolve("store"))
                                : new StoreConfiguration.PostgreSql(
                                        server.getJdbcUrl("postgres", "postgres"), "postgres", "postgres"),
                        Clock.systemUTC())) {
            store.groups()
                    .create(new NewGroup(GROUP, "Team", "", List.of(Address.parse("admin@example.org")), List.of()));
            ImportBenchmark benchmark = new ImportBenchmark(store, directory, rows);
            OUT.printf(
                    "%s, %d rows, -Xmx %d MB%n",
                    arguments[0], rows, Runtime.getRuntime().maxMemory() >> 20);
            Path all = file(directory, 0, rows);
            benchmark.run("dry run", all, ImportMode.ADD, true);
            benchmark.run("add", all, ImportMode.ADD, false);
            benchmark.run("add again", all, ImportMode.ADD, false);
            benchmark.run("replace by the first half", file(directory, 0, rows / 2), ImportMode.REPLACE, false);
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
    }
}
