// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.members.Door;

/** How a program finds the book, and what it is told of it. */
class DiscoveryTest {
    @RegisterExtension
    static final Door DOOR = new Door();

    private final DavClient alice = new DavClient(DOOR, Door.ALICE);
    private final DavClient bob = new DavClient(DOOR, Door.BOB);

    @ParameterizedTest
    @ValueSource(strings = {"/.well-known/carddav", "/.well-known/caldav", "/.well-known/carddav/"})
    void wellKnownPathShouldLeadToTheStartWithoutLogIn(String path) {
        for (String method : List.of("GET", "PROPFIND", "OPTIONS")) {
            HttpResponse<String> answer = DOOR.send(DOOR.request(path).method(method, BodyPublishers.noBody()));

            assertThat(answer.statusCode()).isEqualTo(301);
            assertThat(answer.headers().firstValue("Location")).contains("/dav/");
        }
    }

    @Test
    void callWithoutLogInShouldBeAskedForOneAtOnce() {
        long before = System.nanoTime();
        HttpResponse<String> answer = DOOR.send(DOOR.request("/dav/").method("PROPFIND", BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic");
        assertThat(System.nanoTime() - before).isLessThan(400_000_000L);
    }

    @Test
    void sessionShouldBeNoLogIn() {
        String cookie = DOOR.logIn(Door.BOB, "bob");

        assertThat(DOOR.send(DOOR.request("/dav/").header("Cookie", cookie).method("OPTIONS", BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/dav", "/dav/", "/dav/principals/"})
    void startShouldLeadToTheUser(String path) {
        String self = bob.propfind(path, "0", "d:current-user-principal").only().href("current-user-principal");

        assertThat(self).startsWith("/dav/principals/").endsWith("/");
        assertThat(bob.propfind(self, "0", "d:displayname", "d:principal-URL")
                        .only()
                        .text("displayname"))
                .isEqualTo(Door.BOB);
    }

    @Test
    void pathsShouldBeOfOneUserAndNeedNoEncoding() {
        assertThat(alice.book()).isNotEqualTo(bob.book()).matches("[a-z0-9/]+");
        assertThat(bob.book()).isEqualTo(new DavClient(DOOR, Door.BOB).book());
    }

    @Test
    void bookShouldSayWhatItIs() {
        DavClient.Answer book = bob.propfind(
                        bob.book(),
                        "0",
                        "d:resourcetype",
                        "d:displayname",
                        "d:current-user-privilege-set",
                        "d:supported-report-set",
                        "c:supported-address-data",
                        "cs:getctag",
                        "d:sync-token",
                        "d:owner",
                        "c:unknown",
                        "d:quota-used-bytes")
                .only();

        assertThat(book.text("displayname")).isEqualTo("example.org");
        assertThat(book.found.get("current-user-privilege-set").getElementsByTagNameNS("DAV:", "privilege"))
                .satisfies(privileges -> assertThat(privileges.getLength()).isOne());
        assertThat(book.found
                        .get("current-user-privilege-set")
                        .getElementsByTagNameNS("DAV:", "read")
                        .getLength())
                .isOne();
        for (String report : List.of("addressbook-multiget", "addressbook-query", "sync-collection")) {
            assertThat(book.found
                            .get("supported-report-set")
                            .getElementsByTagNameNS("*", report)
                            .getLength())
                    .as(report)
                    .isOne();
        }
        assertThat(book.text("getctag")).isEqualTo(book.text("sync-token")).startsWith("urn:");
        var types = book.found.get("supported-address-data").getElementsByTagNameNS("*", "address-data-type");
        assertThat(types.getLength()).isOne();
        assertThat(types.item(0).getAttributes().getNamedItem("version").getNodeValue())
                .isEqualTo("3.0");
        assertThat(book.missing).containsExactly("unknown", "quota-used-bytes");
        assertThat(book.statuses).containsExactly("HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found");
    }

    @Test
    void missingPropertiesShouldBeLeftOutWhenTheClientWantsThat() {
        for (String[] header : List.of(new String[] {"Prefer", "return=minimal"}, new String[] {"Brief", "t"})) {
            HttpResponse<String> answer = bob.send(
                    "PROPFIND",
                    bob.book(),
                    DavClient.body("d:propfind", DavClient.prop("c:unknown")),
                    "Depth",
                    "0",
                    header[0],
                    header[1]);

            assertThat(answer.body()).contains("HTTP/1.1 200 OK").doesNotContain("404");
        }
    }

    @Test
    void propfindWithoutABodyOrForNamesShouldBeAnswered() {
        HttpResponse<String> all = bob.send("PROPFIND", bob.book(), "", "Depth", "0");
        HttpResponse<String> names =
                bob.send("PROPFIND", bob.book(), DavClient.body("d:propfind", "<d:propname/>"), "Depth", "0");

        assertThat(all.body()).contains("<c:addressbook/>").doesNotContain("supported-report-set");
        assertThat(names.body()).contains("<d:supported-report-set/>", "<cs:getctag/>");
    }

    @Test
    void infiniteDepthShouldBeRefusedWithItsCondition() {
        HttpResponse<String> answer = bob.send("PROPFIND", bob.book(), "", "Depth", "infinity");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("<d:propfind-finite-depth/>");
        assertThat(bob.send("PROPFIND", bob.book(), "", "Depth", "x").statusCode())
                .isEqualTo(400);
    }

    @Test
    void optionsShouldNameAddressBooks() {
        for (String path : List.of("/", "/dav/", bob.book())) {
            HttpResponse<String> answer = bob.send("OPTIONS", path, "");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("DAV").orElse(""))
                    .contains("addressbook")
                    .startsWith("1, 3");
            assertThat(answer.headers().firstValue("Allow").orElse("")).contains("PROPFIND", "REPORT");
        }
    }

    @Test
    void strangersPathsShouldNotBeThere() {
        String other = alice.book();
        String principal =
                alice.propfind("/dav/", "0", "d:current-user-principal").only().href("current-user-principal");

        for (String path : List.of(other, principal, other + "x.vcf", other.replace("directory/", ""))) {
            for (String method : List.of("PROPFIND", "GET", "OPTIONS", "REPORT")) {
                assertThat(bob.send(method, path, "", "Depth", "0").statusCode())
                        .as(method + " " + path)
                        .isEqualTo(404);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PUT", "DELETE", "PROPPATCH", "MKCOL", "MOVE", "COPY", "POST", "PATCH", "LOCK", "UNLOCK", "ACL"})
    void anyChangeShouldBeRefusedWithTheMissingPrivilege(String method) {
        for (String path : List.of(bob.book(), bob.book() + "new.vcf", "/dav/")) {
            HttpResponse<String> answer = bob.send(method, path, "BEGIN:VCARD");

            assertThat(answer.statusCode()).as(path).isEqualTo(403);
            assertThat(answer.body()).contains("<d:need-privileges><d:resource><d:href>" + path + "</d:href>");
        }
    }
}
