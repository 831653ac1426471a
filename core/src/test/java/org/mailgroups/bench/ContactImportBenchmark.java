// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bench;

import ezvcard.VCardVersion;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.bench.ImportFrame.Users;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.file.ContactColumns;
import org.mailgroups.contact.file.ContactFiles;
import org.mailgroups.contact.file.ContactFormat;
import org.mailgroups.contact.file.ContactImports;
import org.mailgroups.imports.history.ImportMode;
import org.mailgroups.store.GroupStore;

/**
 * The time of an import of contacts, from the first byte of the upload to the end of the job, of an export, and the CPU
 * that they take: from CSV, and from vCards in the form of a phone's. Run with {@code derby|postgresql CONTACTS}.
 */
public final class ContactImportBenchmark {
    private final ImportFrame frame;
    private final GroupStore store;
    private final ContactImports imports;

    private ContactImportBenchmark(ImportFrame frame) {
        this.frame = frame;
        this.store = frame.store();
        this.imports = new ContactImports(
                store.contacts(), store.contactMemberships(), store.profiles(), new Users(Set.of()), store.lookup());
    }

    private static String csv(int i) {
        return ("First%1$d Última%1$d;S-%1$d;c%1$d@elsewhere.example;c%1$d@home.example;+34 600 %1$d|+34 91 %1$d;"
                        + "Company %2$d;Sales;Head;\"1 Road %1$d\n28013 Town\";Notes of %1$d;true\n")
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

    private static void export(String what, Stream<String> pieces) {
        long start = System.nanoTime();
        long length = 0;
        try (pieces) {
            for (Iterator<String> all = pieces.iterator(); all.hasNext(); ) {
                length += all.next().length();
            }
        }
        ImportFrame.OUT.printf("%-28s %6.2f s, %d characters%n", what, (System.nanoTime() - start) / 1e9, length);
    }

    private void importAll(String what, UUID group, Path file, ContactFormat format) throws Exception {
        frame.time(what + ", dry run", imports.into(ImportFrame.WHO, group, format), file, ImportMode.ADD, true);
        frame.time(what + ", add", imports.into(ImportFrame.WHO, group, format), file, ImportMode.ADD, false);
        frame.time(what + ", add again", imports.into(ImportFrame.WHO, group, format), file, ImportMode.ADD, false);
    }

    private UUID group(String name) {
        return store.contacts()
                .createGroup("example.org", new ContactGroupName(name))
                .id();
    }

    private void run(int count) throws Exception {
        UUID one = group("CSV");
        UUID two = group("vCard");
        String header = String.join(";", ContactColumns.ALL.names()) + "\n";
        importAll("CSV", one, frame.file(header, count, ContactImportBenchmark::csv), ContactFormat.CSV);
        importAll("vCard", two, frame.file("", count, ContactImportBenchmark::card), ContactFormat.VCARD);
        ContactFiles files = new ContactFiles(store.contacts(), new AuditTrail());
        export("CSV, export", files.csv(ImportFrame.WHO, one));
        export("vCard, export", files.vcards(ImportFrame.WHO, two, VCardVersion.V4_0));
    }

    public static void main(String[] arguments) throws Exception {
        ImportFrame.run(arguments, (frame, count) -> new ContactImportBenchmark(frame).run(count));
    }
}
