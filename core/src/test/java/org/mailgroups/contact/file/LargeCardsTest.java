// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Lists;
import ezvcard.VCardVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ContactFilter;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.contact.ContactSave;
import org.mailgroups.contact.ForeignCard;
import org.mailgroups.contact.FoundContact;
import org.mailgroups.right.Principal;
import org.mailgroups.store.GroupStore;
import org.mailgroups.store.StoreConfiguration;
import org.mailgroups.value.Address;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/**
 * A thousand contacts with photos, in a JVM whose heap has room for a fraction of these. Only what asks for a card may
 * read it, and only a few at a time: else the JVM ends with an error.
 */
class LargeCardsTest {
    private static final int CONTACTS = 1000;

    /** All photos together do not fit into the heap, and what is read of a page is there more than once. */
    private static final int PHOTO_CHARACTERS = 40_000;

    private static final String HEAP = "-Xmx32m";

    /** A small cache of pages for Derby: its default alone would fill the heap. */
    private static final String CACHE = "-Dderby.storage.pageCacheSize=100";

    private static final int CHANGES = 100;

    @TempDir
    Path directory;

    @Test
    void contactsWithPhotosShouldBeListedSearchedChangedAndExportedInASmallHeap() throws Exception {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        CACHE,
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dderby.stream.error.file=" + directory.resolve("derby.log"),
                        SmallServer.class.getName(),
                        directory.resolve("store").toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(process.waitFor()).as(() -> text(output)).isZero();
        assertThat(text(output)).contains("all is well");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** What runs in the small heap. */
    static final class SmallServer {
        private static final Principal WHO = Principal.postmaster("postmaster");

        private final ContactRepository contacts;
        private final ContactFiles files;
        private final UUID group;

        private SmallServer(GroupStore store) {
            contacts = store.contacts();
            files = new ContactFiles(contacts, new AuditTrail());
            group = contacts.createGroup("example.org", new ContactGroupName("Clients"))
                    .id();
        }

        public static void main(String[] arguments) {
            Path directory = Path.of(arguments[0]);
            try (GroupStore store =
                    GroupStore.open(new StoreConfiguration.EmbeddedDerby(directory), Clock.systemUTC())) {
                SmallServer server = new SmallServer(store);
                server.fill();
                server.list();
                server.search();
                server.change();
                server.export();
                server.delete();
            }
            System.out.println(
                    "all is well, in a heap of " + Runtime.getRuntime().maxMemory() + " bytes");
        }

        private static ContactDetails details(int number, String company) {
            ContactEmail email = new ContactEmail(Address.parse("c%04d@clients.test".formatted(number)), "");
            return new ContactDetails(
                    "Smith %04d".formatted(number), "", List.of(email), List.of(), company, "", "", "", "", true);
        }

        private void fill() {
            String photo = "PHOTO;ENCODING=b;TYPE=JPEG:" + "A".repeat(PHOTO_CHARACTERS);
            String card = "BEGIN:VCARD\r\nVERSION:3.0\r\n" + photo + "\r\nEND:VCARD\r\n";
            List<ContactSave> all = IntStream.range(0, CONTACTS)
                    .mapToObj(i -> new ContactSave(
                            Optional.empty(), details(i, "Old"), Optional.of(new ForeignCard("uid-" + i, card))))
                    .toList();
            Lists.partition(all, ContactRepository.CARDS_AT_ONCE).forEach(few -> contacts.saveAll(group, few));
        }

        private void list() {
            require(
                    CONTACTS,
                    Page.all(page -> contacts.list(group, page))
                            .mapToLong(List::size)
                            .sum());
            require(
                    CONTACTS,
                    contacts.list(group, PageRequest.first(PageRequest.MAX_LIMIT))
                            .items()
                            .size());
            require(CONTACTS, contacts.findAll(all().map(Contact::id).toList()).size());
        }

        private Stream<Contact> all() {
            return Page.all(page -> contacts.list(group, page))
                    .flatMap(List::stream)
                    .map(FoundContact::contact);
        }

        private void search() {
            ContactFilter filter = new ContactFilter(Optional.of("example.org"), Optional.empty(), false, "smith");
            require(
                    CONTACTS,
                    Page.all(page -> contacts.search(filter, page))
                            .mapToLong(List::size)
                            .sum());
            require(
                    CONTACTS,
                    Page.all(page -> contacts.searchByAddress(filter, page))
                            .mapToLong(List::size)
                            .sum());
            require(
                    CONTACTS,
                    contacts.findByPreferred(
                                    group,
                                    all().map(contact -> contact.details()
                                                    .preferred()
                                                    .orElseThrow())
                                            .toList())
                            .size());
            require(
                    CONTACTS,
                    contacts.findByUids(
                                    group,
                                    IntStream.range(0, CONTACTS)
                                            .mapToObj(i -> "uid-" + i)
                                            .toList())
                            .size());
        }

        private void change() {
            List<UUID> ids = all().map(Contact::id).toList();
            for (int i = 0; i < CHANGES; i++) {
                contacts.update(ids.get(i), details(i, "New"), OptionalLong.empty());
            }
        }

        private void export() {
            List<String> lines = files.csv(WHO, group).flatMap(String::lines).toList();
            require(CONTACTS + 1, lines.size());
            require(CHANGES, lines.stream().filter(line -> line.contains("New")).count());
            require(
                    CONTACTS,
                    files.vcards(WHO, group, VCardVersion.V4_0)
                            .flatMap(String::lines)
                            .filter(line -> line.startsWith("PHOTO"))
                            .count());
        }

        private void delete() {
            require(
                    CONTACTS,
                    contacts.delete(all().map(Contact::id).toList(), OptionalLong.empty())
                            .size());
        }

        private static void require(long expected, long actual) {
            if (expected != actual) {
                throw new IllegalStateException("expected " + expected + ", and there were " + actual);
            }
        }
    }
}
