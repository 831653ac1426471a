// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mailgroups.members.dav.DavClient.body;
import static org.mailgroups.members.dav.DavClient.contact;
import static org.mailgroups.members.dav.DavClient.prop;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.directory.Book;
import org.mailgroups.directory.BookEntry;
import org.mailgroups.directory.EntryKey;
import org.mailgroups.members.Door;
import org.mailgroups.members.dav.xml.XmlElement;
import org.mailgroups.members.dav.xml.XmlName;
import org.mailgroups.value.Address;

/** What a user may try with the address book, and gets nothing by. */
class AttackTest {
    @RegisterExtension
    static final Door DOOR = new Door();

    private static Contact shown;
    private static Contact hidden;

    private final DavClient bob = new DavClient(DOOR, Door.BOB);

    @BeforeAll
    static void fill() {
        ContactGroup clients = DavClient.contactGroup(DOOR, "Clients");
        shown = contact(DOOR, clients, "Ann", "ann@example.net", true);
        hidden = contact(DOOR, clients, "Hidden", "hidden@example.net", false);
    }

    private HttpResponse<String> propfind(String text) {
        return bob.send("PROPFIND", "/dav/", text, "Depth", "0");
    }

    @Test
    void entitiesShouldNotGrow() {
        StringBuilder bomb = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a0 \"aaaaaaaaaa\">");
        for (int i = 1; i < 20; i++) {
            bomb.append("<!ENTITY a")
                    .append(i)
                    .append(" \"")
                    .append(("&a" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        bomb.append("]><d:propfind xmlns:d=\"DAV:\"><d:prop><d:x>&a19;</d:x></d:prop></d:propfind>");

        assertThat(propfind(bomb.toString()).statusCode()).isEqualTo(400);
    }

    @Test
    void nothingShouldBeFetched(@TempDir Path directory) throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "a secret");
        try (ServerSocket server = new ServerSocket(0)) {
            server.setSoTimeout(200);
            for (String uri : List.of(secret.toUri().toString(), "http://127.0.0.1:" + server.getLocalPort() + "/x")) {
                for (String type : List.of(
                        "<!DOCTYPE x [<!ENTITY e SYSTEM \"" + uri + "\">]>",
                        "<!DOCTYPE x SYSTEM \"" + uri + "\">",
                        "<!DOCTYPE x [<!ENTITY % e SYSTEM \"" + uri + "\"> %e;]>")) {
                    HttpResponse<String> answer = propfind("<?xml version=\"1.0\"?>" + type
                            + "<d:propfind xmlns:d=\"DAV:\"><d:prop><d:x>&e;</d:x></d:prop></d:propfind>");

                    assertThat(answer.statusCode()).isEqualTo(400);
                    assertThat(answer.body()).doesNotContain("a secret");
                }
            }
            assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void bodiesShouldHaveBounds() {
        String open = "<d:propfind xmlns:d=\"DAV:\">";
        assertThat(propfind(open + "<d:a>".repeat(5000)).statusCode()).isEqualTo(400);
        assertThat(propfind(open + "<d:a/>".repeat(55_000) + "</d:propfind>").statusCode())
                .isIn(400, 413);
        assertThat(propfind(open + "<d:prop>" + "<d:a/>".repeat(101) + "</d:prop></d:propfind>")
                        .statusCode())
                .isEqualTo(400);
        assertThat(propfind(open + "a".repeat(5000) + "</d:propfind>").statusCode())
                .isEqualTo(400);
        assertThat(propfind(open + "a".repeat(300_000) + "</d:propfind>").statusCode())
                .isEqualTo(413);
        assertThat(propfind("no XML").statusCode()).isEqualTo(400);
        assertThat(bob.send("REPORT", bob.book(), "").statusCode()).isEqualTo(400);
    }

    @Test
    void longNamesOfPropertiesShouldBeRefused() {
        assertThat(namesOf(1, 200).statusCode()).isEqualTo(207);
        assertThat(namesOf(1, 201).statusCode()).isEqualTo(400);
        assertThat(namesOf(40, 200).statusCode()).isEqualTo(207);
        assertThat(namesOf(41, 200).statusCode()).isEqualTo(400);
        assertThat(namesOf(1, 1000).body()).contains("at most 200 characters");
    }

    /** Asks for properties whose names have a length, half of it for the namespace. */
    private HttpResponse<String> namesOf(int count, int length) {
        int space = length / 2;
        return propfind("<d:propfind xmlns:d=\"DAV:\" xmlns:x=\"" + "n".repeat(space) + "\"><d:prop>"
                + IntStream.range(0, count)
                        .mapToObj(i -> "<x:" + "p".repeat(length - space - 2) + (10 + i) + "/>")
                        .collect(Collectors.joining())
                + "</d:prop></d:propfind>");
    }

    @Test
    void onlyTheResponsesThatAreTakenShouldBeMade() {
        List<XmlElement> names = IntStream.range(0, 40)
                .mapToObj(i -> new XmlElement(new XmlName("x".repeat(190), "p" + i), Map.of(), List.of(), ""))
                .toList();
        Wish wish = Wish.of(new XmlElement(
                XmlName.dav("propfind"),
                Map.of(),
                List.of(new XmlElement(XmlName.dav("prop"), Map.of(), names, "")),
                ""));
        Viewer viewer = new Viewer(Door.BOB, DavPaths.of(Address.parse(Door.BOB)), null, () -> null);
        Stream<BookEntry> entries = LongStream.range(0, Book.CARDS_AT_ONCE)
                .mapToObj(id -> new BookEntry(EntryKey.group(id), id, false, "digest"));
        Iterator<String> responses =
                new Cards(viewer, wish, false).ofEntries(entries).iterator();
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();

        String response = responses.next();

        assertThat(response.length()).isGreaterThan(8000);
        assertThat(thread.getCurrentThreadAllocatedBytes() - before)
                .as("octets for one response of %d", Book.CARDS_AT_ONCE)
                .isLessThan(1 << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "%2e%2e/", "..%2f", "group-", "group-0.vcf", "x.vcf", "group-1e3.vcf", "%00.vcf"})
    void guessedPathsShouldBeNowhere(String end) {
        String book = bob.book();
        String path = end.isEmpty() ? book.substring(0, book.length() - 2) + "/" : book + end;

        assertThat(bob.send("GET", path, "").statusCode()).isIn(400, 404);
    }

    @Test
    void unsharedContactShouldBeLikeOneThatNeverWas() {
        String book = bob.book();
        String hiddenPath = book + hidden.id() + ".vcf";
        String unknownPath = book + UUID.randomUUID() + ".vcf";
        String upper = book + shown.id().toString().toUpperCase(Locale.ROOT) + ".vcf";

        assertThat(bob.send("GET", hiddenPath, "").body())
                .isEqualTo(bob.send("GET", unknownPath, "").body());
        for (String path : List.of(hiddenPath, unknownPath, upper)) {
            assertThat(bob.send("GET", path, "").statusCode()).isEqualTo(404);
            assertThat(bob.send("PROPFIND", path, "", "Depth", "0").statusCode())
                    .isEqualTo(404);
            DavClient.Answer answer = bob.report(body(
                            "c:addressbook-multiget",
                            prop("d:getetag", "c:address-data") + "<d:href>" + path + "</d:href>"))
                    .only();
            assertThat(answer.isGone()).isTrue();
        }
        assertThat(bob.propfind(book, "1", "d:getetag").response.body())
                .doesNotContain(hidden.id().toString())
                .contains(shown.id().toString());
    }

    @Test
    void hugeMultigetShouldBeAnsweredOrRefusedAndCostLittle() {
        String book = bob.book();
        String names = IntStream.range(0, 20_000)
                .mapToObj(i -> "<d:href>" + book + UUID.randomUUID() + ".vcf</d:href>")
                .collect(Collectors.joining());
        long before = System.nanoTime();

        DavClient.Answers answers =
                bob.report(body("c:addressbook-multiget", prop("d:getetag", "c:address-data") + names));

        assertThat(answers.all).hasSize(20_000).allMatch(DavClient.Answer::isGone);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(30));
        String same = "<d:href>" + book + shown.id() + ".vcf</d:href>";
        assertThat(bob.report(body("c:addressbook-multiget", prop("c:address-data") + same.repeat(20_000))).all)
                .hasSize(1);
        assertThat(bob.send("REPORT", book, body("c:addressbook-multiget", names.repeat(3)))
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void manyAtOnceShouldBeAnsweredOrRefusedForAMoment() throws Exception {
        String book = bob.book();
        ExecutorService clients = Executors.newFixedThreadPool(90);
        try {
            List<Callable<Integer>> calls = IntStream.range(0, 100)
                    .<Callable<Integer>>mapToObj(i -> () -> bob.send(
                                    "REPORT",
                                    book,
                                    body("d:sync-collection", "<d:sync-token/>" + prop("d:getetag", "c:address-data")))
                            .statusCode())
                    .toList();
            for (Future<Integer> answer : clients.invokeAll(calls)) {
                assertThat(answer.get()).isIn(207, 503);
            }
            assertThat(calls.get(0).call()).isEqualTo(207);
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void userShouldHaveFewReportsUnderWay() throws IOException {
        String names = IntStream.range(0, 20_000)
                .mapToObj(i -> "<d:href>/" + "n".repeat(150) + i + "</d:href>")
                .collect(Collectors.joining());
        String book = bob.book();
        DavClient carol = new DavClient(DOOR, Door.CAROL);

        try (Socket first = unread(book, body("c:addressbook-multiget", names));
                Socket second = unread(book, body("c:addressbook-multiget", names))) {
            await().atMost(Duration.ofSeconds(20)).until(() -> sync(bob).statusCode(), status -> status == 503);

            assertThat(sync(bob).headers().firstValue("Retry-After")).hasValue("5");
            assertThat(sync(carol).statusCode()).isEqualTo(207);
            assertThat(bob.send("PROPFIND", book, body("d:propfind", prop("d:getetag")), "Depth", "1")
                            .statusCode())
                    .isEqualTo(503);
            assertThat(bob.propfind(book, "0", "d:sync-token").all).hasSize(1);
            assertThat(first.isConnected() && second.isConnected()).isTrue();
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> sync(bob).statusCode(), status -> status == 207);
    }

    private static HttpResponse<String> sync(DavClient user) {
        return user.send("REPORT", user.book(), body("d:sync-collection", "<d:sync-token/>" + prop("d:getetag")));
    }

    /** Sends a report of bob, and reads nothing of the answer. */
    private static Socket unread(String path, String body) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), DOOR.port()));
        socket.getOutputStream()
                .write(("REPORT " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                                + Door.basic(Door.BOB, "bob") + "\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                + body)
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }
}
