// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav;

import static org.mailgroups.members.dav.DavClient.body;
import static org.mailgroups.members.dav.DavClient.prop;

import com.sun.management.OperatingSystemMXBean;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.SearchScope;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactSave;
import org.mailgroups.directory.BookEntry;
import org.mailgroups.directory.EntryKey;
import org.mailgroups.group.Group;
import org.mailgroups.members.Door;
import org.mailgroups.members.MembersPort;
import org.mailgroups.members.ldap.LdapSettings;

/**
 * Prints how long a program waits for the address book, over HTTP and LDAP. Program and server are in one Java, and
 * share its memory. It is run by hand, with the number of contacts, and the number of those in the user's own groups.
 */
final class AddressBookBenchmark {
    private static final String DOMAIN = "example.org";
    private static final int BATCH = 2_000;
    private static final int OWN_GROUPS = 10;
    private static final int PAGE = 1_000;
    private static final int ROUNDS = 25;
    private static final Duration PAUSE = Duration.ofSeconds(6);
    private static final Pattern CARD = Pattern.compile("<d:href>(/dav/books/[^<]*\\.vcf)</d:href>");
    private static final Pattern TOKEN = Pattern.compile("<d:sync-token>([^<]*)</d:sync-token>");

    private final Door door;
    private final DavClient bob;
    private final String book;

    private AddressBookBenchmark(Door door) {
        this.door = door;
        this.bob = new DavClient(door, Door.BOB);
        this.book = bob.book();
    }

    public static void main(String[] arguments) throws IOException, LDAPException {
        Door door = new Door();
        door.beforeAll(null);
        try {
            int own = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
            new AddressBookBenchmark(door).run(Integer.parseInt(arguments[0]), own);
        } finally {
            door.afterAll(null);
        }
    }

    private void run(int count, int ownCount) throws LDAPException {
        fill(count);
        List<UUID> contacts = firstContacts(Math.max(1, ownCount));
        join(contacts.subList(0, ownCount));
        System.out.println(count + " contacts, " + ownCount + " of them in own groups, at most "
                + (Runtime.getRuntime().maxMemory() >> 20) + " MB");
        printMemory("before");
        for (int round = 0; round < 3; round++) {
            time("list of entity tags", this::list);
            time("all cards by name", () -> named(list()));
            time("first sync with cards", () -> sync("").body().length());
        }
        printMemory("after the syncs");
        String token = token(sync(""));
        print("sync without changes, soon after one", times(() -> sync(token)));
        pause();
        print("sync without changes", times(() -> sync(token)));
        print("question for the tag", times(() -> bob.propfind(book, "0", "cs:getctag")));
        print("sync after one change", timesAfterChanges(contacts.get(0)));
        time("the first search", () -> search("contact 777").statusCode());
        printMemory("after a search");
        print("search with many hits", times(() -> search("contact 77")));
        print("search with one hit", times(() -> search("contact " + count / 2)));
        ldap(count);
        printMemory("at the end");
    }

    /** Waits until the look-up of groups has caught up for sure: from then on nothing is compared. */
    private static void pause() {
        LockSupport.parkNanos(PAUSE.toNanos());
    }

    private void fill(int count) {
        ContactGroup group = DavClient.contactGroup(door, "Clients");
        for (int done = 0; done < count; done += BATCH) {
            List<ContactSave> some = new ArrayList<>();
            for (int i = done; i < Math.min(done + BATCH, count); i++) {
                some.add(new ContactSave(
                        Optional.empty(),
                        DavClient.details("Contact " + i, "contact" + i + "@example.net", true),
                        Optional.empty()));
            }
            door.store().contacts().saveAll(group.id(), some);
        }
    }

    private List<UUID> firstContacts(int count) {
        List<UUID> found = new ArrayList<>();
        String after = "";
        while (found.size() < count) {
            List<BookEntry> page = door.store().directory().list(DOMAIN, EntryKey.Kind.CONTACT, after, PAGE);
            page.forEach(entry -> found.add(entry.key().contactId()));
            after = page.get(page.size() - 1).key().id();
        }
        return found.subList(0, count);
    }

    /** Puts contacts into groups of the user. */
    private void join(List<UUID> contacts) {
        for (int i = 0; i < OWN_GROUPS; i++) {
            Group group = door.createGroup("own" + i + "@" + DOMAIN, Door.BOB);
            List<UUID> some =
                    contacts.subList(contacts.size() * i / OWN_GROUPS, contacts.size() * (i + 1) / OWN_GROUPS);
            door.store().contactMemberships().add(group.address(), some, OptionalLong.empty());
        }
    }

    /** Changes a contact before each sync, which is not in the time. */
    private long[] timesAfterChanges(UUID contact) {
        long[] times = new long[ROUNDS];
        String token = token(sync(""));
        for (int i = 0; i < ROUNDS; i++) {
            door.store()
                    .contacts()
                    .update(
                            contact,
                            DavClient.details("Contact of round " + i, "changed@example.net", true),
                            OptionalLong.empty());
            long start = System.nanoTime();
            HttpResponse<String> answer = sync(token);
            times[i] = (System.nanoTime() - start) / 1000;
            token = token(answer);
        }
        Arrays.sort(times);
        return times;
    }

    private void ldap(int count) throws LDAPException {
        MembersPort port = door.open(new LdapSettings(
                InetAddress.getLoopbackAddress(), 0, null, LdapSettings.DEFAULT_MAX_CONNECTIONS, null));
        try (LDAPConnection client =
                new LDAPConnection("127.0.0.1", port.ldapPort().orElseThrow())) {
            client.bind(Door.BOB, "bob");
            print("LDAP search with one hit", times(() -> found(client, "(mail=contact" + count / 2 + "@*)")));
            print(
                    "LDAP search as programs complete",
                    times(() -> found(client, "(|(mail=contact7*)(cn=contact7*)(sn=contact7*)(givenName=contact7*))")));
            print("LDAP search with 500 hits", times(() -> found(client, "(cn=contact 7*)")));
        } finally {
            port.close();
        }
    }

    private static int found(LDAPConnection client, String filter) {
        try {
            return client.search("dc=example,dc=org", SearchScope.SUB, filter).getEntryCount();
        } catch (LDAPSearchException e) {
            // More than the server returns.
            return e.getEntryCount();
        }
    }

    private List<String> list() {
        List<String> paths = new ArrayList<>();
        Matcher cards = CARD.matcher(bob.send("PROPFIND", book, body("d:propfind", prop("d:getetag")), "Depth", "1")
                .body());
        while (cards.find()) {
            paths.add(cards.group(1));
        }
        return paths;
    }

    private int named(List<String> paths) {
        StringBuilder names = new StringBuilder(prop("d:getetag", "c:address-data"));
        paths.forEach(path -> names.append("<d:href>").append(path).append("</d:href>"));
        return bob.send("REPORT", book, body("c:addressbook-multiget", names.toString()))
                .body()
                .length();
    }

    private HttpResponse<String> sync(String token) {
        return bob.send(
                "REPORT",
                book,
                body(
                        "d:sync-collection",
                        "<d:sync-token>" + token + "</d:sync-token>" + prop("d:getetag", "c:address-data")));
    }

    private HttpResponse<String> search(String text) {
        return bob.send(
                "REPORT",
                book,
                body(
                        "c:addressbook-query",
                        prop("d:getetag", "c:address-data")
                                + "<c:filter><c:prop-filter name=\"FN\"><c:text-match>" + text
                                + "</c:text-match></c:prop-filter></c:filter>"));
    }

    private static String token(HttpResponse<String> answer) {
        Matcher token = TOKEN.matcher(answer.body());
        if (!token.find()) {
            throw new IllegalStateException(answer.body());
        }
        return token.group(1);
    }

    private static void time(String what, Supplier<?> work) {
        long start = System.nanoTime();
        long cpu = cpuNanos();
        Object result = work.get();
        System.out.printf(
                "%s: %d ms, %d ms of CPU for program and server (%s)%n",
                what,
                millis(start),
                (cpuNanos() - cpu) / 1_000_000,
                result instanceof List<?> all ? all.size() : result);
    }

    private static long[] times(Runnable work) {
        long[] times = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            work.run();
            times[i] = (System.nanoTime() - start) / 1000;
        }
        Arrays.sort(times);
        return times;
    }

    private static void print(String what, long[] micros) {
        System.out.printf(
                "%s: median %.1f ms, worst %.1f ms of %d%n",
                what, micros[ROUNDS / 2] / 1000.0, micros[ROUNDS - 1] / 1000.0, ROUNDS);
    }

    /** Prints what is in use after a collection. */
    private static void printMemory(String when) {
        System.gc();
        long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        System.out.println("memory " + when + ": " + (used >> 20) + " MB in use");
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long millis(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
