// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.contact;

import com.sun.management.OperatingSystemMXBean;
import ezvcard.VCardVersion;
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
import java.util.Iterator;
import java.util.UUID;
import java.util.stream.Stream;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.file.ContactColumns;
import org.mailgroups.contact.file.ContactFiles;
import org.mailgroups.contact.file.ContactFormat;
import org.mailgroups.contact.file.ContactImportService;
import org.mailgroups.imports.ImportJob;
import org.mailgroups.imports.ImportService;
import org.mailgroups.imports.ImportSettings;
import org.mailgroups.imports.Staging;
import org.mailgroups.store.GroupStore;
import org.mailgroups.store.StoreConfiguration;
import org.mailgroups.value.Principal;
import org.mailgroups.webadmin.FakeLocalAddresses;

/**
 * How long an import of contacts takes, from the first byte of the upload to the end of the task, and an export, from CSV and from vCards in the form of a phone's; and how much CPU that took. Run with
 * {@code derby|postgresql CONTACTS}.
 */
public final class ContactImportBenchmark {
    private static final Principal WHO = Principal.postmaster("benchmark");
    private static final PrintStream OUT = System.out;

    private final GroupStore store;
    private final ContactImportService imports;
    private final ContactFiles files;

    private ContactImportBenchmark(GroupStore store, Path directory) {
        this.store = store;
        FakeLocalAddresses addresses = new FakeLocalAddresses();
        addresses.addDomain("example.org");
        Staging staging = new Staging(
                new ImportSettings(directory.resolve("imports"), ImportSettings.DEFAULT_MAX_BYTES), store.imports());
        imports = new ContactImportService(
                new ImportService(store.imports(), staging, new AuditTrail()),
                store.contacts(),
                store.contactMemberships(),
                store.profiles(),
                addresses,
                store.lookup());
        files = new ContactFiles(store.contacts());
    }

    private static String csv(int i) {
        return "First%1$d Última%1$d;S-%1$d;c%1$d@elsewhere.example;c%1$d@home.example;+34 600 %1$d|+34 91 %1$d;Company %2$d;Sales;Head;\"1 Road %1$d\n28013 Town\";Notes of %1$d;true\n"
                .formatted(i, i % 1000);
    }

    private static String card(int i) {
        return """
                BEGIN:VCARD
                VERSION:3.0
                N:Última%1$d;First%1$d;;;
                FN:First%1$d Última%1$d
                ORG:Company %2$d;Sales
                TITLE:Head
                EMAIL;type=INTERNET;type=WORK;type=pref:c%1$d@elsewhere.example
                EMAIL;type=INTERNET;type=HOME:c%1$d@home.example
                TEL;type=CELL;type=VOICE:+34 600 %1$d
                ADR;type=WORK:;;1 Road %1$d;Town;;28013;Spain
                NOTE:Notes of %1$d
                BDAY:1970-05-17
                CATEGORIES:Customers
                UID:card-%1$d
                END:VCARD
                """
                .formatted(i, i % 1000);
    }

    private interface Text {
        String of(int index);
    }

    private static Path file(Path directory, String header, int count, Text text) throws IOException {
        Path file = Files.createTempFile(directory, "contacts", ".txt");
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write(header);
            for (int i = 0; i < count; i++) {
                writer.write(text.of(i));
            }
        }
        return file;
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private void run(String what, UUID group, Path file, ContactFormat format, boolean dryRun) throws Exception {
        long start = System.nanoTime();
        long cpu = cpuNanos();
        ImportJob job;
        try (InputStream input = Files.newInputStream(file)) {
            job = imports.begin(WHO, group, format, dryRun, input);
        }
        long taken = System.nanoTime();
        boolean done = job.run();
        long end = System.nanoTime();
        OUT.printf(
                "%-24s %6.2f s (upload and check %.2f s), %.2f s of CPU  %s %s%n",
                what,
                (end - start) / 1e9,
                (taken - start) / 1e9,
                (cpuNanos() - cpu) / 1e9,
                done ? "completed" : "failed",
                job.state().counts());
    }

    private static void export(String what, Stream<String> pieces) {
        long start = System.nanoTime();
        long length = 0;
        try (pieces) {
            for (Iterator<String> all = pieces.iterator(); all.hasNext(); ) {
                length += all.next().length();
            }
        }
        OUT.printf("%-24s %6.2f s, %d characters%n", what, (System.nanoTime() - start) / 1e9, length);
    }

    private void runAll(Path csv, Path vcards) throws Exception {
        UUID one = store.contacts()
                .createGroup("example.org", new ContactGroupName("CSV"))
                .id();
        UUID two = store.contacts()
                .createGroup("example.org", new ContactGroupName("vCard"))
                .id();
        run("CSV, dry run", one, csv, ContactFormat.CSV, true);
        run("CSV, add", one, csv, ContactFormat.CSV, false);
        run("CSV, add again", one, csv, ContactFormat.CSV, false);
        run("vCard, dry run", two, vcards, ContactFormat.VCARD, true);
        run("vCard, add", two, vcards, ContactFormat.VCARD, false);
        run("vCard, add again", two, vcards, ContactFormat.VCARD, false);
        export("CSV, export", files.csv(WHO, one));
        export("vCard, export", files.vcards(WHO, two, VCardVersion.V4_0));
    }

    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[1]);
        Path directory = Files.createTempDirectory("contact-import-benchmark");
        try (EmbeddedPostgres server = arguments[0].equals("derby") ? null : EmbeddedPostgres.start();
                GroupStore store = GroupStore.open(
                        server == null
                                ? new StoreConfiguration.EmbeddedDerby(directory.resolve("store"))
                                : new StoreConfiguration.PostgreSql(
                                        server.getJdbcUrl("postgres", "postgres"), "postgres", "postgres"),
                        Clock.systemUTC())) {
            OUT.printf(
                    "%s, %d contacts, -Xmx %d MB%n",
                    arguments[0], count, Runtime.getRuntime().maxMemory() >> 20);
            String header = String.join(";", ContactColumns.NAMES) + "\n";
            new ContactImportBenchmark(store, directory)
                    .runAll(
                            file(directory, header, count, ContactImportBenchmark::csv),
                            file(directory, "", count, ContactImportBenchmark::card));
        } finally {
            try (Stream<Path> all = Files.walk(directory)) {
                all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
    }
}
