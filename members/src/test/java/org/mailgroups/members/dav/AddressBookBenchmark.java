// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav;

import static org.mailgroups.members.dav.DavClient.body;
import static org.mailgroups.members.dav.DavClient.prop;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactSave;
import org.mailgroups.members.Door;

/**
 * Prints how long a program waits for the address book, over HTTP. Program and server are in one Java, and share its
 * memory. It is run by hand, with the number of contacts.
 */
final class AddressBookBenchmark {
    private static final int BATCH = 2_000;
    private static final int ROUNDS = 25;
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

    public static void main(String[] arguments) throws IOException {
        Door door = new Door();
        door.beforeAll(null);
        try {
            new AddressBookBenchmark(door).run(Integer.parseInt(arguments[0]));
        } finally {
            door.afterAll(null);
        }
    }

    private void run(int count) {
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
        System.out.println(count + " contacts, at most " + (Runtime.getRuntime().maxMemory() >> 20) + " MB");
        for (int round = 0; round < 3; round++) {
            time("list of entity tags", this::list);
            time("all cards by name", () -> named(list()));
            time("first sync with cards", () -> sync("").body().length());
        }
        String token = token(sync(""));
        print("sync without changes", times(() -> sync(token).statusCode()));
        print("question for the tag", times(() -> bob.propfind(book, "0", "cs:getctag")));
        print("search", times(() -> search("contact 77").statusCode()));
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

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long millis(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
