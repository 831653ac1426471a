// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.TEAM;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.james.webadmin.mdc.RequestId;
import org.apache.james.webadmin.mdc.RequestLogger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.webadmin.contact.SharedContacts;
import spark.Request;
import spark.route.HttpMethod;
import spark.routematch.RouteMatch;

/**
 * Every call that takes a body gets it, and every other call refuses one: whether a log of requests has read it before
 * or not, and whether it says its length or comes in chunks. The calls are found, so that a new one is tried as well.
 *
 * <p>The plugin's build runs this class once more, on what James 3.9 has: Spark 3, Jetty 12 and the jar for it.
 */
class BodyTest {
    /** James as it comes: its log of requests reads each body. */
    @RegisterExtension
    static final Webadmin reading = new Webadmin();

    /** A server that leaves bodies alone, as the one of this repository. */
    @RegisterExtension
    static final Webadmin streaming = new Webadmin().withRequestLog(new Blind());

    /** Calls that change something and take no body. */
    private static final Set<String> WITHOUT_BODY = Set.of(
            "DELETE /groups/:address",
            "DELETE /groups/:address/members/:member",
            "PUT /groups/:address/exclusions/:member",
            "DELETE /groups/:address/exclusions/:member",
            "DELETE /groups/:address/bounces/:member",
            "DELETE /memberships/:address",
            "DELETE /memberships/:address/:group",
            "DELETE /profiles/:user",
            "DELETE /contact-groups/:id",
            "DELETE /contacts/:id",
            "POST /groups?action=importFromRrt",
            "POST /memberships/:address?action=rename",
            "POST /postings/:id?action=retry",
            "POST /postings/:id?action=cancel");

    private static final Pattern ACTIONS = Pattern.compile("\"action must be ([a-zA-Z ]+)\"");

    private record Blind() implements RequestLogger {
        @Override
        public boolean applies(Request request) {
            return true;
        }

        @Override
        public void log(Request request, RequestId requestId) {
            // A log that reads nothing.
        }
    }

    /** Returns what a body is called in an answer that has seen it. */
    enum Kind {
        OBJECT("application/json", "{\"unheardOf\":1}"),
        ARRAY("application/json", "[{\"unheardOf\":1}]"),
        CSV("text/csv", "unheardOf\n");

        private final String type;
        private final String body;

        Kind(String type, String body) {
            this.type = type;
            this.body = body;
        }
    }

    enum Framing {
        LENGTH {
            @Override
            String framed(String body) {
                return "Content-Length: " + body.length() + "\r\n\r\n" + body;
            }
        },
        CHUNKS {
            @Override
            String framed(String body) {
                String first = body.substring(0, 1);
                String rest = body.substring(1);
                return "Transfer-Encoding: chunked\r\n\r\n1\r\n" + first + "\r\n" + Integer.toHexString(rest.length())
                        + "\r\n" + rest + "\r\n0\r\n\r\n";
            }
        };

        abstract String framed(String body);
    }

    static Stream<Arguments> servers() {
        return Stream.of(reading, streaming)
                .flatMap(server -> Stream.of(Framing.values()).map(framing -> Arguments.of(server, framing)));
    }

    /**
     * Spark 2 keeps no body that has come in chunks and was read by a log. The call must say so then, and not take the
     * body for an empty one.
     */
    private static boolean mayBeLost(Webadmin server, Framing framing) {
        return server == reading && framing == Framing.CHUNKS;
    }

    @ParameterizedTest
    @MethodSource("servers")
    void everyCallShouldGetItsBodyWhoeverReadItBefore(Webadmin server, Framing framing) throws IOException {
        server.createGroup(TEAM, BOB);
        SharedContacts contacts = new SharedContacts(server);
        String contactGroup = contacts.group("Suppliers");
        Set<String> withoutBody = new TreeSet<>();

        for (String call : changes(server)) {
            String path = call.replace(":address/:group", BOB + "/" + TEAM)
                    .replace("/contact-groups/:id", "/contact-groups/" + contactGroup)
                    .replace(":address", TEAM)
                    .replaceAll(":(member|user)", BOB)
                    .replace(":id", UUID.randomUUID().toString());
            if (!hasSeenItsBody(server, path, framing)) {
                withoutBody.add(call);
                assertThat(answer(server, path, framing, Kind.OBJECT))
                        .as(call)
                        .satisfies(BodyTest::saysThatItTakesNone);
            }
        }

        assertThat(withoutBody).containsExactlyInAnyOrderElementsOf(WITHOUT_BODY);
    }

    private static boolean hasSeenItsBody(Webadmin server, String call, Framing framing) throws IOException {
        for (Kind kind : Kind.values()) {
            String answer = answer(server, call, framing, kind);
            assertThat(answer).as(call).doesNotStartWith("HTTP/1.1 5");
            if (answer.contains("unheardOf") || (mayBeLost(server, framing) && answer.startsWith("HTTP/1.1 411"))) {
                return true;
            }
        }
        return false;
    }

    private static String answer(Webadmin server, String call, Framing framing, Kind kind) throws IOException {
        return server.raw(call + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: " + kind.type
                + "\r\n" + framing.framed(kind.body));
    }

    private static void saysThatItTakesNone(String answer) {
        assertThat(answer).startsWith("HTTP/1.1 400").contains("body: this call takes none");
    }

    /** A body that is ignored is a filter, a condition or an order that is ignored. */
    @ParameterizedTest
    @MethodSource("servers")
    void everyCallThatReadsShouldRefuseABody(Webadmin server, Framing framing) throws IOException {
        server.createGroup(TEAM, BOB);

        for (String call : calls(server, Set.of(HttpMethod.get))) {
            String path = call.replace(":address", TEAM).replaceAll(":(member|user)", BOB);
            assertThat(answer(server, path, framing, Kind.OBJECT)).as(call).satisfies(BodyTest::saysThatItTakesNone);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /groups", "DELETE /groups/nobody@example.org", "POST /groups?action=importFromRrt"})
    void emptyBodyShouldBeNone(String call) throws IOException {
        assertThat(streaming.raw(call + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 0\r\n\r\n"))
                .doesNotContain("takes none");
    }

    @Test
    void nothingShouldHaveHappenedWhenABodyWasRefused() throws IOException {
        streaming.createGroup(TEAM, BOB);

        streaming.raw("DELETE /groups/" + TEAM + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");

        streaming.call().get("/groups/" + TEAM).then().statusCode(200);
    }

    /** Returns all calls that change something, each action of a path by itself; first those that delete nothing. */
    private static List<String> changes(Webadmin server) {
        return calls(server, Set.of(HttpMethod.put, HttpMethod.post, HttpMethod.patch, HttpMethod.delete)).stream()
                .sorted(Comparator.comparing(call -> call.startsWith("DELETE")))
                .toList();
    }

    private static List<String> calls(Webadmin server, Set<HttpMethod> methods) {
        return server.routes().stream()
                .flatMap(routes -> RoutesTest.defined(routes).stream())
                .filter(route -> methods.contains(route.getHttpMethod()))
                .flatMap(route -> actions(server, route))
                .toList();
    }

    private static Stream<String> actions(Webadmin server, RouteMatch route) {
        String call = route.getHttpMethod().name().toUpperCase(Locale.ROOT) + " " + route.getMatchUri();
        if (route.getHttpMethod() != HttpMethod.post) {
            return Stream.of(call);
        }
        Matcher actions = ACTIONS.matcher(server.call()
                .post(route.getMatchUri().replaceAll(":(address|user)", BOB) + "?action=none")
                .asString());
        return actions.find()
                ? Stream.of(actions.group(1).split(" or "))
                        .map(action -> action.equals("left out") ? call : call + "?action=" + action)
                : Stream.of(call);
    }
}
