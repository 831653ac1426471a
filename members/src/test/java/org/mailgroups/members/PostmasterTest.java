// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.value.Address;

/** A postmaster, who logs in with a token, and does at this port what webadmin would do. */
class PostmasterTest {
    private static final String LOGIN = "/api/session/postmaster";
    private static final String TOKEN = "a.good.token";

    /** A token whose subject is a user. */
    private static final String TOKEN_OF_ALICE = "that.of.alice";

    @RegisterExtension
    static final Door DOOR = new Door();

    @BeforeAll
    static void giveTokens() {
        DOOR.giveToken(TOKEN, "root");
        DOOR.giveToken(TOKEN_OF_ALICE, Door.ALICE);
    }

    private static HttpResponse<String> tryToken(String token) {
        return DOOR.send(Door.json(DOOR.request(LOGIN), "POST", "{\"token\":\"" + token + "\"}"));
    }

    private static String logIn(String token) {
        String cookie = tryToken(token).headers().firstValue("Set-Cookie").orElseThrow();
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private static HttpRequest.Builder as(String cookie, String path) {
        return DOOR.request(path).header("Cookie", cookie).header("Sec-Fetch-Site", "same-origin");
    }

    private static HttpRequest.Builder as(String path) {
        return as(logIn(TOKEN), path);
    }

    private static JsonNode json(HttpResponse<String> answer, int status) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return new ObjectMapper().readTree(answer.body());
    }

    @Test
    void tokenShouldOpenASessionLikeThatOfAUser() {
        HttpResponse<String> answer = tryToken(TOKEN);

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Set-Cookie"))
                .get()
                .asString()
                .startsWith("session=")
                .endsWith("; Path=/; HttpOnly; SameSite=Strict");
        assertThat(DOOR.send(as("/api/me")).body())
                .isEqualTo("{\"user\":\"root\",\"aliases\":[],\"mayCreateGroups\":true,\"postmaster\":true}");
    }

    @Test
    void wrongTokenShouldBeAnsweredAtTheTimeOfAWrongPasswordWithoutASession() {
        for (String wrong : List.of("x", "", "a.good.toke", "bob@example.org")) {
            long before = System.nanoTime();
            HttpResponse<String> answer = tryToken(wrong);
            long after = System.nanoTime();

            assertThat(answer.statusCode()).as(wrong).isEqualTo(401);
            assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
            assertThat(Duration.ofNanos(after - before)).isGreaterThan(Duration.ofMillis(450));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"token\":\"x\",\"user\":\"alice@example.org\"}|400",
                "{\"user\":\"alice@example.org\",\"password\":\"alice\"}|400",
                "{\"token\":true}|400",
                "{\"token\":null}|400",
                "{}|400",
                "[]|400"
            })
    void otherBodiesShouldLogNobodyIn(String body, int status) {
        assertThat(DOOR.send(Door.json(DOOR.request(LOGIN), "POST", body)).statusCode())
                .isEqualTo(status);
    }

    @Test
    void tokenShouldOpenNothingWithoutASession() {
        for (String header : List.of("Bearer " + TOKEN, Door.basic("root", TOKEN), Door.basic(Door.ALICE, TOKEN))) {
            for (String path : List.of("/api/me", "/api/groups", "/dav/")) {
                assertThat(DOOR.send(DOOR.request(path).header("Authorization", header))
                                .statusCode())
                        .as(path + " " + header)
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void sessionOfAPostmasterShouldOpenNoAddressBookOfPrograms() {
        assertThat(DOOR.send(as("/dav/").method("PROPFIND", BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void pagesOfOtherSitesShouldChangeNothing(String site) {
        Group team = DOOR.createGroup("csrf-" + site + "@example.org");
        String path = "/api/groups/" + team.address();
        String cookie = logIn(TOKEN);

        assertThat(DOOR.send(DOOR.request(path)
                                .header("Cookie", cookie)
                                .header("Sec-Fetch-Site", site)
                                .DELETE())
                        .statusCode())
                .isEqualTo(403);
        assertThat(DOOR.send(DOOR.request(path).header("Cookie", cookie).DELETE())
                        .statusCode())
                .isEqualTo(403);
        assertThat(DOOR.send(Door.json(
                                DOOR.request(LOGIN).header("Sec-Fetch-Site", site),
                                "POST",
                                "{\"token\":\"" + TOKEN + "\"}"))
                        .statusCode())
                .as("not even to log a browser in")
                .isEqualTo(403);
        assertThat(DOOR.store().groups().find(team.address())).isPresent();
    }

    @Test
    void logOutShouldEndTheSession() {
        String cookie = logIn(TOKEN);

        DOOR.send(as(cookie, "/api/session").DELETE());

        assertThat(DOOR.send(as(cookie, "/api/me")).statusCode()).isEqualTo(401);
    }

    @Test
    void sessionShouldTakeThePlaceOfTheOneBefore() {
        String user = DOOR.logIn(Door.BOB, "bob");

        DOOR.send(Door.json(as(user, LOGIN), "POST", "{\"token\":\"" + TOKEN + "\"}"));

        assertThat(DOOR.send(as(user, "/api/me")).statusCode()).isEqualTo(401);
    }

    @Test
    void allGroupsShouldBeThereAlsoThoseThatAreNotListed() throws IOException {
        DOOR.createGroup("shown-zebra@example.org");
        DOOR.createGroup("hidden-zebra@example.org", GroupSettings.DEFAULT.withListed(false), "ann@elsewhere.test");
        String cookie = logIn(TOKEN);

        JsonNode first = json(DOOR.send(as(cookie, "/api/groups?q=zebra&limit=1")), 200);
        JsonNode second = json(
                DOOR.send(as(
                        cookie,
                        "/api/groups?q=zebra&limit=1&after=" + first.get("next").asText())),
                200);

        assertThat(first.at("/items/0/address").asText()).isEqualTo("hidden-zebra@example.org");
        assertThat(first.at("/items/0/administrator").asBoolean()).isFalse();
        assertThat(second.at("/items/0/address").asText()).isEqualTo("shown-zebra@example.org");
        assertThat(second.has("next")).isFalse();
        JsonNode card = json(DOOR.send(as(cookie, "/api/groups/hidden-zebra@example.org")), 200);
        assertThat(card.at("/settings/listed").asBoolean(true)).isFalse();
        assertThat(card.get("administrators")).hasSize(1);
        assertThat(card.get("mayListMembers").asBoolean()).isTrue();
        assertThat(DOOR.get(Door.BOB, "/api/groups?q=zebra").body()).doesNotContain("hidden-zebra");
    }

    @Test
    void postmasterShouldChangeAnyGroup() throws IOException {
        Group team = DOOR.createGroup("any@example.org", "ann@elsewhere.test");
        String path = "/api/groups/" + team.address();
        String cookie = logIn(TOKEN);

        JsonNode changed = json(
                DOOR.send(Door.json(
                        as(cookie, path),
                        "PATCH",
                        "{\"name\":\"Anybody\",\"administrators\":[\"bob@example.org\"],"
                                + "\"settings\":{\"moderation\":\"everyone\"}}")),
                200);
        assertThat(changed.get("name").asText()).isEqualTo("Anybody");
        assertThat(changed.get("administrators")).hasToString("[\"bob@example.org\"]");
        assertThat(DOOR.send(as(cookie, path + "/members/carol@example.org").PUT(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(204);
        assertThat(json(DOOR.send(as(cookie, path + "/members")), 200).get("items"))
                .hasSize(2);
        assertThat(DOOR.send(as(cookie, path + "/candidates?q=bob")).body()).contains("bob@example.org");
        assertThat(DOOR.send(as(cookie, path + "/bounces")).statusCode()).isEqualTo(200);
        assertThat(DOOR.send(as(cookie, path + "/exclusions")).statusCode()).isEqualTo(200);
        assertThat(DOOR.send(as(cookie, path + "/requests")).statusCode()).isEqualTo(200);
        assertThat(DOOR.send(as(cookie, path + "/export.csv")).body()).contains("ann@elsewhere.test");
        assertThat(DOOR.send(Door.json(as(cookie, path), "PATCH", "{\"address\":\"moved@example.org\"}"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(DOOR.send(as(cookie, "/api/groups/moved@example.org").DELETE())
                        .statusCode())
                .isEqualTo(204);
        assertThat(DOOR.store().groups().find(Address.parse("moved@example.org")))
                .isEmpty();
    }

    @Test
    void postmasterShouldDecideAboutMessages() {
        Group team = DOOR.createGroup("moderated@example.org");
        String one = UUID.randomUUID().toString();
        String other = UUID.randomUUID().toString();
        DOOR.hold(team, one);
        DOOR.hold(team, other);
        String held = "/api/groups/" + team.address() + "/held";
        String cookie = logIn(TOKEN);

        assertThat(DOOR.send(as(cookie, held)).body()).contains(one, other);
        assertThat(DOOR.send(as(cookie, held + "/" + one)).body()).contains("hello");
        assertThat(DOOR.send(as(cookie, held + "/" + one + "?action=approve").POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(204);
        assertThat(DOOR.send(Door.json(as(cookie, held + "?action=reject"), "POST", "{\"ids\":[\"" + other + "\"]}"))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void postmasterShouldImportMembersByIdentifiersTooAndSeeWhatBecameOfIt() throws IOException {
        Group team = DOOR.createGroup("imported@example.org");
        String path = "/api/groups/" + team.address();
        String cookie = logIn(TOKEN);

        JsonNode begun = json(
                DOOR.send(as(cookie, path + "/members?action=import")
                        .header("Content-Type", "text/csv")
                        .POST(BodyPublishers.ofString("Identifier;Name\nbob@example.org;Bob\n12345678Z;X\n"))),
                201);
        String task = "/api/tasks/" + begun.get("taskId").asText();

        await().untilAsserted(
                        () -> assertThat(DOOR.send(as(cookie, task)).body()).contains("\"status\":\"completed\""));
        assertThat(DOOR.send(as(cookie, task)).body()).contains("\"added\":1", "\"rejected\":1");
        assertThat(DOOR.send(as(cookie, path + "/imports")).body()).contains("\"by\":\"root\"");
        assertThat(DOOR.send(as(cookie, path + "/imports/" + begun.get("taskId").asText() + "/rejections.csv"))
                        .body())
                .contains("12345678Z");
        assertThat(DOOR.get(Door.ALICE, task).statusCode()).isEqualTo(404);
    }

    @Test
    void postmasterShouldCreateGroupsWhereUsersMayNot() throws IOException {
        String cookie = logIn(TOKEN);
        String start = "{\"address\":\"made@example.org\",\"name\":\"Made\"";

        assertThat(DOOR.send(Door.json(as(cookie, "/api/groups"), "POST", start + "}"))
                        .body())
                .contains("administrators is missing");
        JsonNode card = json(
                DOOR.send(Door.json(
                        as(cookie, "/api/groups"), "POST", start + ",\"administrators\":[\"bob@example.org\"]}")),
                201);

        assertThat(card.get("administrators")).hasToString("[\"bob@example.org\"]");
        assertThat(card.get("settings").isObject()).isTrue();
        assertThat(DOOR.store().groups().countCreatedBy(Address.parse(Door.BOB)))
                .isZero();
        assertThat(DOOR.send(Door.json(DOOR.as(Door.BOB, "/api/groups"), "POST", start + "}"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void noRouteShouldBreakForAPostmaster() {
        Group team = DOOR.createGroup("each@example.org");
        String cookie = logIn(TOKEN);
        List<String> broken = new ArrayList<>();

        DOOR.routes().routes().stream()
                .filter(route -> !route.isChange())
                .map(route -> route.path()
                        .toString()
                        .replace("{address}", team.address().toString())
                        .replaceAll("\\{[a-z]+}", "00000000-0000-0000-0000-000000000000"))
                .forEach(path -> {
                    int status = DOOR.send(as(cookie, path)).statusCode();
                    if (status >= 500) {
                        broken.add(status + " " + path);
                    }
                });

        assertThat(broken).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {TOKEN, TOKEN_OF_ALICE})
    void nobodysOwnThingsShouldBeAPostmasters(String token) {
        Group team = DOOR.createGroup("own-" + token.length() + "@example.org", Door.ALICE);
        String path = "/api/groups/" + team.address();
        String contact = DOOR.contact("Ann " + token.length(), "ann@elsewhere.test", true)
                .toString();
        String cookie = logIn(token);

        for (HttpRequest.Builder request : List.of(
                as(cookie, path + "/join").POST(BodyPublishers.noBody()),
                as(cookie, path + "/leave").POST(BodyPublishers.noBody()),
                as(cookie, path + "/delivery"),
                Door.json(as(cookie, path + "/delivery"), "PUT", "{\"delivery\":\"none\"}"),
                as(cookie, "/api/postings"),
                as(cookie, "/api/contacts/" + contact + "/correspondence"),
                as(cookie, "/api/app-passwords"),
                Door.json(as(cookie, "/api/app-passwords"), "POST", "{\"name\":\"x\"}"),
                as(cookie, "/api/app-passwords/00000000-0000-0000-0000-000000000000")
                        .DELETE())) {
            HttpResponse<String> answer = DOOR.send(request);

            assertThat(answer.statusCode()).as(answer.toString()).isEqualTo(403);
            assertThat(answer.body()).contains("a user's own things");
        }
        assertThat(DOOR.get(Door.ALICE, "/api/app-passwords").body()).isEqualTo("{\"items\":[]}");
        assertThat(DOOR.get(Door.ALICE, path + "/delivery").body()).contains("\"delivery\":\"each\"");
    }
}
