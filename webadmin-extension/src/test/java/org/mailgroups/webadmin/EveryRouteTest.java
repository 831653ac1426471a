// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailgroups.webadmin.Webadmin.ALICE;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.TEAM;

import com.google.common.base.Splitter;
import io.restassured.http.Method;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.contact.ContactGroupName;
import spark.routematch.RouteMatch;

/** What no caller should be able to bring about with any route, whatever it sends: an error of the server's own. */
class EveryRouteTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static final Set<String> WITH_BODY = Set.of("put", "post", "patch");

    /** Routes for which another parameter than the path decides what they do. */
    private static final Map<String, List<String>> ACTIONS = Map.of(
            "post /groups", List.of("restore", "importFromRrt"),
            "post /groups/:address/members", List.of("add", "remove", "import"),
            "post /groups/:address/held", List.of("approve", "reject"),
            "post /groups/:address/held/:id", List.of("approve", "reject"),
            "post /groups/:address/requests/:id", List.of("approve", "reject"),
            "post /memberships/:address", List.of("rename"),
            "post /postings/:id", List.of("retry", "cancel"),
            "post /profiles", List.of("import"),
            "post /contact-groups/:id/contacts", List.of("import", ""),
            "post /contacts", List.of("delete", "move"));

    private String contactGroup;

    /** A call without a body; {@code path} may have a query. */
    private record Target(String method, String path) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    @BeforeEach
    void fill() {
        webadmin.createGroup(TEAM, BOB);
        contactGroup = webadmin.contacts()
                .createGroup("example.org", new ContactGroupName("Clients"))
                .id()
                .toString();
    }

    static Stream<RouteMatch> routes() {
        return RoutesTest.routes().map(RoutesTest::defined).flatMap(List::stream);
    }

    /** Returns the calls of a route, with things that exist in the places of its parameters. */
    private Stream<Target> targets(RouteMatch route) {
        return targets(
                route,
                Map.of(
                        ":address", TEAM,
                        ":member", BOB,
                        ":group", TEAM,
                        ":user", ALICE,
                        ":id", contactGroup,
                        ":task", UUID.randomUUID().toString()));
    }

    private static Stream<Target> targets(RouteMatch route, Map<String, String> places) {
        String method = route.getHttpMethod().name();
        String path = Splitter.on('/')
                .splitToStream(route.getMatchUri())
                .map(segment -> places.getOrDefault(segment, segment))
                .collect(Collectors.joining("/"));
        List<String> actions = ACTIONS.getOrDefault(method + " " + route.getMatchUri(), List.of(""));
        return actions.stream().map(action -> new Target(method, action.isEmpty() ? path : path + "?action=" + action));
    }

    private static Response answer(RequestSpecification call, Target target) {
        return call.request(Method.valueOf(target.method().toUpperCase(Locale.ROOT)), target.path());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Documents that are wrong for every route: as JSON, or as any call's body. */
    static Stream<Arguments> badBodies() {
        String digits = "1".repeat(1001);
        return Map.<String, byte[]>ofEntries(
                        Map.entry("a number of 1001 digits", utf8(digits)),
                        Map.entry("a field with 1001 digits", utf8("{\"name\":" + digits + "}")),
                        Map.entry("an unknown field with 1001 digits", utf8("{\"x\":" + digits + "}")),
                        Map.entry("a version of 1001 digits", utf8("{\"version\":" + digits + "}")),
                        Map.entry("a version with a great exponent", utf8("{\"version\":1e999999999}")),
                        Map.entry(
                                "a group with 1001 digits",
                                utf8("{\"version\":1,\"groups\":[{\"group\":" + digits + ",\"members\":[]}]}")),
                        Map.entry(
                                "a setting of 1001 digits in a backup",
                                utf8("{\"version\":1,\"groups\":[{\"group\":{\"settings\":{\"maxMessageBytes\":"
                                        + digits + "}},\"members\":[]}]}")),
                        Map.entry("a thousand digits", utf8("{\"version\":" + digits.substring(1) + "}")),
                        Map.entry(
                                "a limit of 1001 digits", utf8("{\"settings\":{\"maxMessageBytes\":" + digits + "}}")),
                        Map.entry(
                                "a limit of 20 digits",
                                utf8("{\"settings\":{\"maxMessageBytes\":" + digits.substring(0, 20) + "}}")),
                        Map.entry(
                                "a negative limit of 1001 digits",
                                utf8("{\"settings\":{\"maxPerMinute\":-" + digits + "}}")),
                        Map.entry(
                                "a fraction of 1001 digits",
                                utf8("{\"settings\":{\"maxPerMinute\":0." + digits + "}}")),
                        Map.entry("a great exponent", utf8("{\"settings\":{\"maxMessageBytes\":1e999999999}}")),
                        Map.entry("a list of great numbers", utf8("[" + digits + ",1e999999999,-1E-999999999]")),
                        Map.entry("ids that are numbers", utf8("{\"ids\":[" + digits + "]}")),
                        Map.entry("deep arrays", utf8("[".repeat(5000))),
                        Map.entry("deep objects", utf8("{\"name\":".repeat(1500))),
                        Map.entry("a deep known field", utf8("{\"settings\":" + "[".repeat(5000) + "}")),
                        Map.entry("a deep unknown field", utf8("{\"x\":" + "{\"x\":".repeat(2000))),
                        Map.entry("the same field twice", utf8("{\"name\":\"a\",\"name\":\"b\"}")),
                        Map.entry("the same list twice", utf8("{\"ids\":[],\"ids\":[]}")),
                        Map.entry("NaN", utf8("{\"name\":NaN}")),
                        Map.entry("infinity", utf8("{\"settings\":{\"maxMessageBytes\":-Infinity}}")),
                        Map.entry("a word", utf8("nope")),
                        Map.entry("half a document", utf8("{\"name\":\"a\"")),
                        Map.entry("half a string", utf8("[\"a")),
                        Map.entry("two documents", utf8("{} {}")),
                        Map.entry("nothing but a blank", utf8(" ")),
                        Map.entry("null", utf8("null")),
                        Map.entry("an array of null", utf8("[null]")),
                        Map.entry("a NUL", utf8("{\"name\":\"a\0b\"}")),
                        Map.entry("a NUL in a list", utf8("[\"a\0b@example.org\"]")),
                        Map.entry("an escaped NUL in an unknown field", utf8("{\"\\u0000\":\"a\\u0000b\"}")),
                        Map.entry("half an escape", utf8("{\"name\":\"\\u00\"}")),
                        Map.entry("a lone CR", utf8("{\"name\":\"a\rb\"}")),
                        Map.entry("a long word", utf8("a".repeat(10_000))),
                        Map.entry("a long field name", utf8("{\"" + "a".repeat(10_000) + "\":1}")),
                        Map.entry("ISO-8859-1", "{\"name\":\"José\"}".getBytes(StandardCharsets.ISO_8859_1)),
                        Map.entry("ISO-8859-1 in a list", "[\"José\"]".getBytes(StandardCharsets.ISO_8859_1)),
                        Map.entry("a surrogate in UTF-8", new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}),
                        Map.entry("overlong UTF-8", new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'}),
                        Map.entry("UTF-16", "{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_16)),
                        Map.entry("UTF-16 without a mark", "{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_16LE)),
                        Map.entry("UTF-32", "{\"name\":\"a\"}".getBytes(Charset.forName("UTF-32BE"))),
                        Map.entry("two byte order marks", utf8("\uFEFF\uFEFF{}")))
                .entrySet()
                .stream()
                .map(body -> Arguments.of(body.getKey(), body.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badBodies")
    void everyRouteShouldSayThatABodyIsWrong(String name, byte[] body) {
        SoftAssertions all = new SoftAssertions();
        routes().filter(route -> WITH_BODY.contains(route.getHttpMethod().name()))
                .flatMap(this::targets)
                .forEach(target -> {
                    Response response = answer(
                            webadmin.call().contentType("application/json").body(body), target);
                    all.assertThat(response.statusCode())
                            .as("%s: %s", target, response.asString())
                            .isBetween(400, 499);
                    all.assertThat(Json.of(response).getString("message"))
                            .as("%s", target)
                            .isNotEmpty()
                            .doesNotContain("\0");
                });
        all.assertAll();
    }

    /** Lone surrogates and control characters as escapes are right as JSON, and wrong in every value that we keep. */
    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\uD800", "\\uDC00\\uD800", "\\u0001", "\\u2028", "\\u202E"})
    void everyRouteShouldRefuseTextThatNoStoreTakes(String escape) {
        String text = "\"a" + escape + "b\"";
        List<String> bodies = List.of(
                "{\"name\":" + text + "}",
                "{\"name\":" + text + ",\"administrators\":[\"" + ALICE + "\"]}",
                "{\"name\":\"a\",\"identifier\":" + text + "}",
                "{\"description\":" + text + "}",
                "{\"comment\":" + text + "}",
                "{\"ids\":[" + text + "]}",
                "{\"ids\":[" + text + "],\"contactGroup\":" + text + "}",
                "{\"settings\":{\"senders\":" + text + "}}",
                "{\"settings\":{\"allowedSenders\":[" + text + "]}}",
                "{\"name\":\"a\",\"emails\":[{\"address\":" + text + "}]}",
                "{\"name\":\"a\",\"emails\":[],\"notes\":" + text + "}",
                "[" + text + "]",
                "[{\"address\":\"x@y.example\",\"name\":" + text + "}]");
        SoftAssertions all = new SoftAssertions();
        routes().filter(route -> WITH_BODY.contains(route.getHttpMethod().name()))
                .flatMap(this::targets)
                .forEach(target -> bodies.forEach(body -> all.assertThat(
                                answer(webadmin.call(body), target).statusCode())
                        .as("%s %s", target, body)
                        .isBetween(200, 499)));
        all.assertAll();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%00",
                "a%00b",
                "a%00@example.org",
                "contact:%00",
                "contact:a%00b",
                "%ED%A0%80",
                "%C0%80",
                "%FF",
                "%0D%0AX:y",
                "%E2%80%AE",
                "..",
                "%2E%2E",
                "%2F",
                "a%2Fb",
                ";x=y",
                "x;y",
                "*",
                "%25",
                "_",
                "'",
                "%22",
                "%7F"
            })
    void everyRouteShouldAnswerWhateverStandsInItsPath(String segment) {
        Map<String, String> places = Stream.of(":address", ":member", ":group", ":user", ":id", ":task")
                .collect(Collectors.toMap(place -> place, place -> segment));
        SoftAssertions all = new SoftAssertions();
        routes().flatMap(route -> Stream.concat(
                        targets(route, places),
                        // Only the last parameter is odd.
                        targets(route).map(target -> oddAtTheEnd(target, segment))))
                .forEach(
                        target -> all.assertThat(answer(webadmin.call(), target).statusCode())
                                .as("%s", target)
                                .isBetween(200, 499));
        all.assertAll();
    }

    private static Target oddAtTheEnd(Target target, String segment) {
        int query = target.path().indexOf('?');
        String path = query < 0 ? target.path() : target.path().substring(0, query);
        String rest = query < 0 ? "" : target.path().substring(query);
        return new Target(target.method(), path.substring(0, path.lastIndexOf('/') + 1) + segment + rest);
    }

    static Stream<String> badQueries() {
        List<String> values = List.of(
                "1e3",
                "0",
                "-1",
                "1001",
                "99999999999999999999",
                "1".repeat(1001),
                "%00",
                "a%00b",
                "%ED%A0%80",
                "%FF",
                "%0A",
                "%E2%80%AE",
                "1.0",
                "+1",
                "0x10",
                "%D9%A1",
                "'",
                "%25%5F%21",
                "a".repeat(300));
        return Stream.of(
                        "limit",
                        "after",
                        "q",
                        "domain",
                        "administrator",
                        "sender",
                        "size",
                        "action",
                        "to",
                        "dryRun",
                        "mode",
                        "administrators",
                        "ids",
                        "kind",
                        "notIn",
                        "raw",
                        "member",
                        "messageId",
                        "state",
                        "user",
                        "contacts",
                        "version",
                        "shared")
                .flatMap(name -> values.stream().map(value -> name + "=" + value));
    }

    @Test
    void everyRouteShouldAnswerWhateverStandsInItsQuery() throws Exception {
        List<String> wrong = new ArrayList<>();
        List<String> queries = badQueries().toList();
        List<Target> targets = routes().filter(
                        route -> route.getHttpMethod().name().equals("get"))
                .flatMap(this::targets)
                .toList();
        for (Target target : targets) {
            for (String query : queries) {
                HttpResponse<String> response = webadmin.get(target.path() + "?" + query);
                if (response.statusCode() < 200 || response.statusCode() > 499) {
                    wrong.add(target + " " + query + ": " + response.statusCode() + " " + response.body());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "\"1",
                "W/\"1\"",
                "\"\"",
                "\"99999999999999999999\"",
                "\"1e3\"",
                "\"-1\"",
                "*, \"1\"",
                "\"1\" \"2\"",
                ",",
                "\"é\"",
                "\"a\tb\"",
                "\"1\",",
                "W/*",
                "\"+1\""
            })
    void everyRouteShouldAnswerWhateverStandsInIfMatch(String tag) {
        SoftAssertions all = new SoftAssertions();
        routes().filter(route ->
                        !Set.of("get", "head").contains(route.getHttpMethod().name()))
                .flatMap(this::targets)
                .forEach(target -> all.assertThat(answer(webadmin.call("{}").header("If-Match", tag), target)
                                .statusCode())
                        .as("%s", target)
                        .isBetween(400, 499));
        all.assertAll();
    }

    @Test
    void bodyShouldBeReadWithAByteOrderMark() {
        Response response = webadmin.call()
                .contentType("application/json")
                .body(utf8("\uFEFF{\"name\":\"José\"}"))
                .patch("/groups/" + TEAM);

        response.then().statusCode(200);
        assertThat(response.<String>path("name")).isEqualTo("José");
    }

    @ParameterizedTest
    @ValueSource(strings = {"charset=utf8", "charset=UTF-8", "charset=\"utf-8\"", "charset=utf_8", "Charset = UTF8"})
    void bodyShouldBeTakenWhenUtf8IsWrittenInAnyWay(String charset) {
        webadmin.call()
                .header("Content-Type", "application/json; " + charset)
                .body(utf8("{\"name\":\"José\"}"))
                .patch("/groups/" + TEAM)
                .then()
                .statusCode(200);
        webadmin.call()
                .header("Content-Type", "text/csv; " + charset)
                .body(utf8("Identifier;Name\n"))
                .post("/groups/" + TEAM + "/members?action=import")
                .then()
                .statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "charset=utf-16",
                "charset=iso-8859-1",
                "charset=utf-7",
                "charset=\"utf8",
                "charset=utf88",
                "charset="
            })
    void bodyShouldBeRefusedWhenItsEncodingIsAnother(String charset) {
        webadmin.call()
                .header("Content-Type", "application/json; " + charset)
                .body(utf8("{}"))
                .patch("/groups/" + TEAM)
                .then()
                .statusCode(415);
    }

    @Test
    void latin1BodyShouldBeNamedAsSuch() {
        Optional<String> message = Optional.of(webadmin.call()
                .contentType("application/json")
                .body("{\"name\":\"José\"}".getBytes(StandardCharsets.ISO_8859_1))
                .patch("/groups/" + TEAM)
                .<String>path("message"));

        assertThat(message).hasValueSatisfying(text -> assertThat(text).contains("not UTF-8"));
    }
}
