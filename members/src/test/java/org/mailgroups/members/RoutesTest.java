// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.call.Answer;
import org.mailgroups.members.route.Caller;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.RouteTable;

/** Rules that hold for every route. */
class RoutesTest {
    @RegisterExtension
    static final Door DOOR = new Door();

    /** Routes without log-in. A new one is named here only after thought. */
    private static final Set<String> OPEN = Set.of(
            "POST /api/session",
            "POST /api/session/postmaster",
            "DELETE /api/session",
            "GET /healthz",
            "GET /api/openapi.json",
            "GET /l/{token}",
            "GET /api/l/{token}",
            "POST /l/{token}");

    private static List<String> routes() throws IOException {
        JsonNode paths = document().get("paths");
        List<String> found = new ArrayList<>();
        paths.fieldNames().forEachRemaining(path -> paths.get(path)
                .fieldNames()
                .forEachRemaining(method -> found.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        return found;
    }

    private static JsonNode document() throws IOException {
        String body = DOOR.send(DOOR.request("/api/openapi.json")).body();
        return new ObjectMapper().readTree(body);
    }

    @Test
    void everyRouteShouldAskForALogIn() {
        for (Route route : DOOR.routes().routes()) {
            String name = route.method() + " " + route.path();
            String path = route.path().toString().replaceAll("\\{[a-z]+}", "team@example.org");
            HttpResponse<String> answer = DOOR.send(DOOR.request(path).method(route.method(), BodyPublishers.noBody()));

            assertThat(answer.statusCode() == 401).as(name + " " + answer).isEqualTo(!OPEN.contains(name));
            assertThat(route.caller() == Caller.ANYBODY).as(name).isEqualTo(OPEN.contains(name));
        }
    }

    @Test
    void documentShouldHaveEveryRouteAndNoOther() throws IOException {
        Set<String> table = DOOR.routes().routes().stream()
                .map(route -> route.method() + " " + route.path())
                .collect(Collectors.toSet());

        assertThat(routes()).containsExactlyInAnyOrderElementsOf(table);
    }

    @Test
    void documentShouldDescribeWhatARouteTakesAndAnswers() throws IOException {
        JsonNode add = document()
                .get("paths")
                .get("/api/groups/{address}/members/{member}")
                .get("put");

        assertThat(add.get("requestBody").toString()).contains("#/components/schemas/MemberNameBody");
        assertThat(add.get("parameters").toString()).contains("\"address\"", "\"member\"", "\"If-Match\"");
        assertThat(add.get("description").asText()).isEqualTo("For administrators of the group.");
        assertThat(document()
                        .at("/components/schemas/MemberNameBody/properties/name/type")
                        .asText())
                .isEqualTo("string");
        assertThat(document()
                        .at("/components/schemas/OwnGroupView/properties/memberOf/items/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/WayView");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/me, 401",
        "GET, /healthz, 204",
        "GET, /api/openapi.json, 200",
        "GET, /nothing, 404",
        "GET, /api/groups/, 404",
        "GET, /../etc/passwd, 400",
        "PATCH, /api/groups, 405",
        "HEAD, /api/openapi.json, 200"
    })
    void everyAnswerShouldKeepBrowsersSafe(String method, String path, int status) {
        HttpResponse<String> answer =
                DOOR.send(DOOR.request("/").uri(DOOR.uri(path)).method(method, BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .get()
                .asString()
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(answer.headers().firstValue("Server")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/groups?x=1|400|unknown query parameter 'x'",
                "/api/groups?limit=0|400|limit must be from 1 to 1000",
                "/api/groups?after=%ff|400|after is not percent-encoded UTF-8",
                "/api/groups/x|400|address: ",
                "/api/groups/none@example.org|404|there is no group none@example.org",
                "/api/nothing|404|there is nothing at this path"
            })
    void errorShouldLookAsInWebadmin(String path, int status, String message) throws IOException {
        HttpResponse<String> answer = DOOR.get(Door.BOB, path);

        JsonNode body = new ObjectMapper().readTree(answer.body());
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(body.get("statusCode").asInt()).isEqualTo(status);
        assertThat(body.get("type").asText()).isEqualTo(status == 400 ? "InvalidArgument" : "notFound");
        assertThat(body.get("message").asText()).startsWith(message);
        assertThat(body.has("details")).isTrue();
    }

    @Test
    void bodyShouldBeReadStrictly() {
        String path = "/api/session";

        assertThat(DOOR.send(Door.json(DOOR.request(path), "POST", "{\"user\":\"a\",\"password\":\"b\",\"x\":1}"))
                        .body())
                .contains("\"x: unknown field\"");
        assertThat(DOOR.send(Door.json(DOOR.request(path), "POST", "{\"user\":\"a\"}"))
                        .body())
                .contains("password");
        assertThat(DOOR.send(DOOR.request(path).POST(BodyPublishers.noBody())).body())
                .contains("body: missing");
        assertThat(DOOR.send(DOOR.request(path)
                                .header("Content-Type", "text/plain")
                                .POST(BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(415);
        assertThat(DOOR.send(Door.json(DOOR.request(path), "POST", "{\"user\":\"" + "a".repeat(9000) + "\"}"))
                        .statusCode())
                .isEqualTo(413);
        assertThat(DOOR.send(DOOR.request(path)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[9000]))))
                        .statusCode())
                .isEqualTo(413);
        assertThat(DOOR.send(Door.json(DOOR.as(Door.BOB, "/api/session"), "DELETE", "{}"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void conditionShouldBeRefusedWhereItCannotBeKept() {
        assertThat(DOOR.send(DOOR.as(Door.BOB, "/api/session")
                                .header("If-Match", "\"1\"")
                                .DELETE())
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void tableShouldRefuseTwoRoutesThatCannotBeToldApart() {
        Route one = Route.get("/a/{x}").does("one").with(call -> Answer.noContent());
        Route two = Route.get("/a/{y}").does("two").with(call -> Answer.noContent());

        assertThatThrownBy(() -> new RouteTable(List.of(() -> List.of(one, two))))
                .hasMessageContaining("two routes GET /a/{y}");
    }

    @Test
    void literalPathShouldGoBeforeOneWithBraces() {
        Route braces = Route.get("/a/{x}").does("one").with(call -> Answer.noContent());
        Route literal = Route.get("/a/b").does("two").with(call -> Answer.noContent());
        RouteTable table = new RouteTable(List.of(() -> List.of(braces, literal)));

        assertThat(table.find("GET", "/a/b", "").orElseThrow().route()).isSameAs(literal);
        assertThat(table.find("HEAD", "/a/c%2Fd", "").orElseThrow().segments()).containsEntry("x", "c%2Fd");
        assertThat(table.find("GET", "/a/", "")).isEmpty();
        assertThat(table.find("GET", "/a/b/c", "")).isEmpty();
    }

    @Test
    void actionShouldTellRoutesWithTheSamePathFromEachOther() {
        Route add = Route.post("/a").action("add").does("one").with(call -> Answer.noContent());
        Route remove = Route.post("/a").action("remove").does("two").with(call -> Answer.noContent());
        RouteTable table = new RouteTable(List.of(() -> List.of(add, remove)));

        assertThat(table.find("POST", "/a", "remove").orElseThrow().route()).isSameAs(remove);
        table.find("POST", "/a", "add").orElseThrow().requireAction();
        for (String wrong : List.of("", "Add")) {
            assertThatThrownBy(
                            () -> table.find("POST", "/a", wrong).orElseThrow().requireAction())
                    .as(wrong)
                    .hasMessage("action must be add or remove");
        }
        assertThatThrownBy(() -> new RouteTable(List.of(() -> List.of(add, add))))
                .hasMessageContaining("two routes POST /a");
        assertThatThrownBy(() -> new RouteTable(List.of(
                        () -> List.of(add, Route.post("/a").does("three").with(call -> Answer.noContent())))))
                .hasMessageContaining("two routes POST /a");
    }

    @Test
    void documentShouldDescribeEachActionOfAPath() throws IOException {
        JsonNode members =
                document().get("paths").get("/api/groups/{address}/members").get("post");

        assertThat(members.get("summary").asText()).contains("add: ", "remove: ", "import: ");
        assertThat(members.at("/requestBody/content/application~1json/schema/items/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/MemberBody");
        assertThat(members.get("requestBody").get("content").has("text/csv")).isTrue();
        assertThat(members.get("parameters").findValuesAsText("name"))
                .containsOnlyOnce("action", "address")
                .contains("mode", "dryRun", "If-Match");
        assertThat(members.get("responses").has("204")).isTrue();
        assertThat(members.get("responses").has("201")).isTrue();
    }

    @Test
    void pageShouldNameEveryRoute() throws IOException {
        String page = Files.readString(Path.of("../docs/members-port.md"));

        for (Route route : DOOR.routes().routes()) {
            // Two routes of one group may share a row: the second one is written without the group's path.
            String path = route.path().toString();
            String shortened = path.replaceFirst("^/api/groups/\\{address}(?=/)", "...");
            assertThat(page.lines()
                            .filter(line -> line.startsWith("| `"))
                            .anyMatch(line -> line.contains("`" + route.method())
                                    && (line.contains(path) || line.contains(shortened))))
                    .as("a row for " + route.method() + " " + path)
                    .isTrue();
            if (!route.action().isEmpty()) {
                assertThat(page)
                        .as(path)
                        .containsPattern(Pattern.quote(path) + "\\?action=[a-z\\\\|]*" + route.action());
            }
        }
    }
}
