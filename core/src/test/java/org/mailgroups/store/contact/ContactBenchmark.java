// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import static org.mailgroups.bench.BenchmarkStore.timed;
import static org.mailgroups.bench.BenchmarkStore.usedMemory;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.mailgroups.bench.BenchmarkStore;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ContactFilter;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.contact.ContactSave;
import org.mailgroups.contact.FoundContact;
import org.mailgroups.contact.NewContact;
import org.mailgroups.group.NewGroup;
import org.mailgroups.store.GroupStore;
import org.mailgroups.text.SearchForm;
import org.mailgroups.value.Address;
import org.mailgroups.value.PageRequest;

/**
 * Prints how long the store takes with many contacts in one domain. It is run by hand, with {@code derby} or
 * {@code postgresql} and the number of contacts.
 */
final class ContactBenchmark {
    private static final int BATCH = 5_000;
    private static final int ROUNDS = 25;
    private static final String DOMAIN = "example.org";
    private static final List<String> FIRST =
            List.of("José", "María", "Ann", "Łukasz", "Zoë", "Peter", "Ángel", "Ines");
    private static final List<String> LAST = List.of("García", "Muñoz", "Smith", "Müller", "Björk", "Núñez", "Dupont");

    private final ContactRepository contacts;
    private final GroupStore store;
    private final int count;
    private final ContactGroup group;

    private ContactBenchmark(GroupStore store, int count) {
        this.store = store;
        this.contacts = store.contacts();
        this.count = count;
        this.group = contacts.createGroup(DOMAIN, new ContactGroupName("Clients"));
    }

    public static void main(String[] arguments) throws IOException {
        try (BenchmarkStore database = BenchmarkStore.on(arguments[0])) {
            try (GroupStore store = database.open()) {
                ContactBenchmark benchmark = new ContactBenchmark(store, Integer.parseInt(arguments[1]));
                benchmark.fill();
                benchmark.list();
                benchmark.search();
                benchmark.edit();
                benchmark.memberships();
            }
            try (GroupStore store = database.open()) {
                timed("first search after a start", () -> search(store, "smith").size());
            }
        }
        System.exit(0);
    }

    private static ContactDetails details(int i) {
        Random random = new Random(i);
        String name = FIRST.get(random.nextInt(FIRST.size())) + ' ' + LAST.get(random.nextInt(LAST.size())) + ' ' + i;
        return new ContactDetails(
                name,
                "ID" + i,
                List.of(new ContactEmail(
                        Address.parse(
                                "p" + Integer.toHexString(i * 0x9E3779B1) + ".person@d" + i % 100 + ".example.net"),
                        "work")),
                List.of("+34 600 " + i),
                "Company " + i % 5_000,
                "Sales",
                "",
                "Street " + i + "\n28001 Madrid",
                "",
                i % 3 != 0);
    }

    private void fill() {
        timed("save " + count + " contacts, " + BATCH + " at once", () -> {
            for (int start = 0; start < count; start += BATCH) {
                List<ContactSave> batch = new ArrayList<>();
                for (int i = start; i < Math.min(count, start + BATCH); i++) {
                    batch.add(new ContactSave(Optional.empty(), details(i), Optional.empty()));
                }
                contacts.saveAll(group.id(), batch);
            }
            return contacts.findGroup(group.id()).orElseThrow().contactCount();
        });
        List<Contact> some = contacts.list(group.id(), PageRequest.first(1000)).items().stream()
                .map(FoundContact::contact)
                .toList();
        timed("save 1000 of them again as they are", () -> {
            contacts.saveAll(
                    group.id(),
                    some.stream()
                            .map(contact ->
                                    new ContactSave(Optional.of(contact.id()), contact.details(), Optional.empty()))
                            .toList());
            return "";
        });
        timed("find 1000 by identifier", () -> contacts.findByIdentifiers(
                        DOMAIN,
                        some.stream()
                                .map(contact -> contact.details().idNumber())
                                .toList())
                .size());
        timed("find 1000 by address", () -> contacts.findByPreferred(
                        group.id(),
                        some.stream()
                                .map(contact -> contact.details().preferred().orElseThrow())
                                .toList())
                .size());
        timed("find 1000 by name alone", () -> contacts.findByNameAlone(
                        group.id(),
                        some.stream().map(contact -> contact.details().name()).toList())
                .size());
        timed("find 1000 by UID", () -> contacts.findByUids(
                        group.id(),
                        some.stream().map(contact -> contact.id().toString()).toList())
                .size());
    }

    private void list() {
        String middle = ContactPosition.of(0, SearchForm.sortKey("Muñoz"), new UUID(0, 0))
                .text();
        repeated(
                "list, first page",
                () -> contacts.list(group.id(), PageRequest.first(100)).items().size());
        repeated("list, middle page", () -> contacts.list(group.id(), new PageRequest(middle, 100))
                .items()
                .size());
    }

    private void search() {
        long before = usedMemory();
        timed("search, cold", () -> search(store, "smith").size());
        System.out.printf("%-45s %10d bytes%n", "memory per contact", (usedMemory() - before) / count);
        for (String text : List.of(
                "",
                "smith",
                "jose garcia",
                "e",
                "company 77",
                "ID" + count / 3,
                details(count / 2).preferred().orElseThrow().toString(),
                "garcia jose " + count / 4,
                "nothing like this")) {
            repeated("search '" + text + "'", () -> search(store, text).size());
        }
        repeated("search by address", () -> contacts.searchByAddress(filter("", true), PageRequest.first(100))
                .items()
                .size());
        repeated("search 'smith' by address", () -> contacts.searchByAddress(
                        filter("smith", true), PageRequest.first(100))
                .items()
                .size());
    }

    private void edit() {
        Contact edited =
                contacts.list(group.id(), PageRequest.first(1)).items().get(0).contact();
        int[] round = new int[1];
        repeated("one edit", () -> contacts.update(edited.id(), details(count + round[0]++), OptionalLong.empty())
                .version());
        repeated("one edit, then search", () -> {
            contacts.update(edited.id(), details(count + round[0]++), OptionalLong.empty());
            return search(store, "smith").size();
        });
        repeated("one more contact, then search", () -> {
            contacts.create(group.id(), NewContact.of(details(2 * count + round[0]++)));
            return search(store, "smith").size();
        });
    }

    private void memberships() {
        Address team = Address.parse("team@" + DOMAIN);
        store.groups().create(new NewGroup(team, "Team", "", List.of(team), List.of()));
        List<UUID> some = contacts.list(group.id(), PageRequest.first(1000)).items().stream()
                .map(found -> found.contact().id())
                .toList();
        timed("1000 contacts into a group", () -> store.contactMemberships().add(team, some, OptionalLong.empty()));
        timed("change the addresses of these", () -> {
            int[] next = new int[1];
            contacts.saveAll(
                    group.id(),
                    contacts.findAll(some).keySet().stream()
                            .map(id ->
                                    new ContactSave(Optional.of(id), details(3 * count + next[0]++), Optional.empty()))
                            .toList());
            return "";
        });
        timed("delete these", () -> contacts.delete(some, OptionalLong.empty()).size());
        timed("search, after that", () -> search(store, "smith").size());
    }

    private static ContactFilter filter(String text, boolean sharedOnly) {
        return new ContactFilter(Optional.of(DOMAIN), Optional.empty(), sharedOnly, text);
    }

    private static List<FoundContact> search(GroupStore store, String text) {
        return store.contacts()
                .search(filter(text, true), PageRequest.first(100))
                .items();
    }

    /** The calling thread's CPU is all that a call on Derby takes, and tells more than the clock on a busy machine. */
    private static <T> void repeated(String what, Supplier<T> action) {
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        double[] millis = new double[ROUNDS];
        double[] cpuMillis = new double[ROUNDS];
        T result = null;
        for (int i = 0; i < ROUNDS; i++) {
            long cpuStart = thread.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            result = action.get();
            millis[i] = (System.nanoTime() - start) / 1e6;
            cpuMillis[i] = (thread.getCurrentThreadCpuTime() - cpuStart) / 1e6;
        }
        double first = millis[0];
        Arrays.sort(millis);
        Arrays.sort(cpuMillis);
        System.out.printf(
                "%-45s %8.1f ms median %8.1f first %8.1f longest; CPU %6.1f median %6.1f longest   %s%n",
                what,
                millis[ROUNDS / 2],
                first,
                millis[ROUNDS - 1],
                cpuMillis[ROUNDS / 2],
                cpuMillis[ROUNDS - 1],
                result);
    }
}
