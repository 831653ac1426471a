// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.posting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.mailgroups.webadmin.Webadmin.TEAM;
import static org.mailgroups.webadmin.posting.Postings.RECEIVED;

import io.restassured.response.Response;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.audit.LoggedLines;
import org.mailgroups.delivery.Attempt;
import org.mailgroups.delivery.RecipientState;
import org.mailgroups.group.Group;
import org.mailgroups.value.Address;
import org.mailgroups.webadmin.Webadmin;

class PostingRoutesTest {
    private static final String OTHER = "other@example.org";
    private static final String ANN = "ann@elsewhere.test";
    private static final String BEN = "ben@elsewhere.test";
    private static final String EVE = "eve@far.test";

    private static final Attempt REFUSED = new Attempt(
            RecipientState.FAILED, "mx.far.test", "550 5.1.1 no such user", 1, RECEIVED.plusSeconds(2), null);
    private static final Attempt TAKEN = new Attempt(
            RecipientState.DELIVERED, "mx.elsewhere.test", "250 2.0.0 Ok", 2, RECEIVED.plusSeconds(3), null);
    private static final Attempt DEFERRED = new Attempt(
            RecipientState.WAITING,
            "mx.elsewhere.test",
            "451 4.3.0 later",
            1,
            Instant.parse("2100-01-01T00:00:00Z"),
            Instant.parse("2100-01-01T00:01:00Z"));

    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private final Postings postings = new Postings(webadmin);
    private Group team;

    @BeforeEach
    void createGroup() throws SQLException {
        for (String table : List.of("recipient", "chunk", "copy", "group", "decision")) {
            webadmin.editByHand("DELETE FROM posting_" + table);
        }
        webadmin.editByHand("DELETE FROM posting");
        webadmin.createGroup(TEAM);
        webadmin.createGroup(OTHER);
        team = webadmin.groups().find(Address.parse(TEAM)).orElseThrow();
    }

    private String add(String subject) {
        return postings.add(team, RECEIVED, subject, ANN, BEN, EVE);
    }

    private static Response get(String rest) {
        return webadmin.call().get("/groups/" + TEAM + "/postings" + rest);
    }

    private static Response post(String id, String action) {
        return webadmin.call().post("/postings/" + id + "?action=" + action);
    }

    @Test
    void listShouldShowThePostings() {
        String id = add("Acta \"x\"");
        postings.handedOver(id);
        postings.answered(id, EVE, REFUSED);
        postings.answered(id, ANN, TAKEN);

        String posting = "{\"id\":\"" + id + "\",\"author\":\"Álvaro@example.org\",\"subject\":\"Acta \\\"x\\\"\","
                + "\"messageId\":\"<8+1@example.org>\",\"receivedAt\":\"2026-03-01T10:15:30.123Z\",\"size\":1234,"
                + "\"state\":\"waiting\",\"recipients\":{\"waiting\":1,\"delivered\":1,\"handedOver\":1,\"failed\":1,"
                + "\"suspended\":0,\"excluded\":0}}";
        assertThat(get("").asString()).isEqualTo("{\"items\":[" + posting + "]}");
        assertThat(get("/" + id).asString()).isEqualTo(posting);
        assertThat(webadmin.call().get("/postings").asString()).isEqualTo("{\"items\":[" + posting + "]}");
    }

    @Test
    void listsShouldBePagedAndHaveTheNewestFirst() {
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            newestFirst.add(0, postings.add(team, RECEIVED.plusSeconds(i), "s", ANN));
        }

        for (String list : List.of("/groups/" + TEAM + "/postings", "/postings")) {
            Response first = webadmin.call().get(list + "?limit=3");
            Response second = webadmin.call().get(list + "?limit=3&after=" + first.path("next"));

            List<String> listed = new ArrayList<>(first.jsonPath().getList("items.id", String.class));
            listed.addAll(second.jsonPath().getList("items.id", String.class));
            assertThat(listed).isEqualTo(newestFirst);
            assertThat(second.<String>path("next")).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EXCLUDED", "SUSPENDED"})
    void storyShouldNameThoseWhoWereLeftOut(RecipientState state) {
        String word = state.text();
        String id = postings.addLeavingOut(team, state, ANN, BEN);

        assertThat(get("/" + id).<String>path("state")).isEqualTo("done");
        assertThat(get("/" + id).<Integer>path("recipients." + word)).isEqualTo(2);
        assertThat(get("/" + id + "/recipients?state=" + word).<List<String>>path("items.address"))
                .containsExactly(ANN, BEN);
        assertThat(get("/" + id + "/recipients?q=ben").asString())
                .matches("\\{\"items\":\\[\\{\"address\":\"" + BEN + "\",\"state\":\"" + word
                        + "\",\"copy\":\"team@example.org\",\"attempts\":0,\"lastAt\":\"[^\"]+\"\\}\\]\\}");
        assertThat(get("?member=" + ANN).<List<String>>path("items.id")).containsExactly(id);
        post(id, "retry").then().statusCode(204);
        post(id, "cancel").then().statusCode(409);
    }

    @ParameterizedTest
    @CsvSource({
        "q=reunion, 1",
        "q=REUNIÓN acta, 1",
        "q=alvaro, 2",
        "q=nothing, 0",
        "q=, 2",
        "member=ANN@elsewhere.test, 2",
        "member=carol@example.org, 2",
        "member=x@y.test, 0",
        "messageId=5%2B1@example.org, 1",
        "messageId=%3C5%2B1@example.org%3E, 1",
        "messageId=5@example.org, 0",
        "q=otra&member=eve@far.test&messageId=5%2B1@example.org, 1",
        "q=acta&member=eve@far.test&messageId=5%2B1@example.org, 0"
    })
    void listShouldHaveWhatIsLookedFor(String query, int found) {
        add("Acta de la Reunión");
        add("Otra.");

        get("?" + query.replace(" ", "%20")).then().statusCode(200).body("items.size()", equalTo(found));
    }

    @Test
    void recipientsShouldSayWhatBecameOfEach() {
        String id = add("s");
        postings.handedOver(id);
        postings.answered(id, EVE, REFUSED);
        postings.answered(id, BEN, DEFERRED);

        assertThat(get("/" + id + "/recipients").asString())
                .isEqualTo("{\"items\":["
                        + "{\"address\":\"carol@example.org\",\"state\":\"handedOver\",\"copy\":\"plain\","
                        + "\"reply\":\"processor local\",\"attempts\":1,\"lastAt\":\"2026-03-01T10:15:30.123Z\"},"
                        + "{\"address\":\"" + ANN + "\",\"state\":\"waiting\",\"copy\":\"" + TEAM
                        + "\",\"attempts\":0,\"lastAt\":\"2026-03-01T10:15:30.123Z\",\"nextAt\":\""
                        + get("/" + id + "/recipients?q=ann").path("items[0].nextAt") + "\"},"
                        + "{\"address\":\"" + BEN + "\",\"state\":\"waiting\",\"copy\":\"" + TEAM
                        + "\",\"server\":\"mx.elsewhere.test\",\"reply\":\"451 4.3.0 later\",\"attempts\":1,"
                        + "\"lastAt\":\"2100-01-01T00:00:00Z\",\"nextAt\":\"2100-01-01T00:01:00Z\"},"
                        + "{\"address\":\"" + EVE + "\",\"state\":\"failed\",\"copy\":\"" + TEAM
                        + "\",\"server\":\"mx.far.test\",\"reply\":\"550 5.1.1 no such user\",\"attempts\":1,"
                        + "\"lastAt\":\"2026-03-01T10:15:32.123Z\"}]}");
    }

    @Test
    void copyShouldBeNamedByTheAddressThatTheGroupHadWhenItTookTheMessage() {
        String id = add("s");
        webadmin.call("{\"address\":\"renamed@example.org\"}")
                .patch("/groups/" + TEAM)
                .then()
                .statusCode(200);

        webadmin.call()
                .get("/groups/renamed@example.org/postings/" + id + "/recipients?q=ann")
                .then()
                .statusCode(200)
                .body("items[0].copy", equalTo(TEAM));
        get("/" + id).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({
        "state=waiting, 2",
        "state=delivered, 0",
        "state=handedOver, 1",
        "state=failed, 1",
        "state=suspended, 0",
        "state=excluded, 0",
        "state=, 4",
        "q=ELSEWHERE, 2",
        "q=elsewhere ann, 1",
        "state=failed&q=ann, 0",
        "state=failed&q=far.test, 1",
        "state=waiting&limit=1, 1"
    })
    void recipientsShouldBeFoundByStateAndAddress(String query, int found) {
        String id = add("s");
        postings.handedOver(id);
        postings.answered(id, EVE, REFUSED);

        get("/" + id + "/recipients?" + query.replace(" ", "%20"))
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(found));
    }

    @Test
    void recipientsShouldBePaged() {
        String id = add("s");
        List<String> all = new ArrayList<>();
        String next = "";
        while (next != null) {
            Response page = get("/" + id + "/recipients?limit=1&after=" + next);
            page.then().statusCode(200);
            all.addAll(page.jsonPath().getList("items.address", String.class));
            next = page.path("next");
        }

        assertThat(all).containsExactly(Webadmin.CAROL, ANN, BEN, EVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"waiting", "done", "failed", "cancelled"})
    void postingsOfTheServerShouldBeFoundByState(String state) {
        add("s");
        String done = postings.add(team, RECEIVED, "s", ANN);
        postings.handedOver(done);
        postings.answered(done, ANN, TAKEN);
        String failed = postings.add(team, RECEIVED, "s", EVE);
        postings.handedOver(failed);
        postings.answered(failed, EVE, REFUSED);
        post(add("s"), "cancel").then().statusCode(204);

        Response listed = webadmin.call().get("/postings?state=" + state);

        assertThat(listed.jsonPath().getList("items.state", String.class)).containsExactly(state);
        assertThat(webadmin.call().get("/postings").jsonPath().getList("items")).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/groups/team@example.org/postings?x=1",
                "/groups/team@example.org/postings?state=waiting",
                "/groups/team@example.org/postings?member=nobody",
                "/groups/team@example.org/postings?member=a%00@b.test",
                "/groups/team@example.org/postings?messageId=a%00b",
                "/groups/team@example.org/postings?q=a&q=b",
                "/groups/team@example.org/postings?after=x",
                "/groups/team@example.org/postings?limit=1001",
                "/groups/team@example.org/postings/ID?raw=true",
                "/groups/team@example.org/postings/ID/recipients?state=none",
                "/groups/team@example.org/postings/ID/recipients?state=WAITING",
                "/groups/team@example.org/postings/ID/recipients?state=cancelled",
                "/groups/team@example.org/postings/ID/recipients?member=a@b.test",
                "/groups/team@example.org/postings/ID/recipients?after=1",
                "/groups/team@example.org/postings/ID/recipients?after=-1.0",
                "/groups/team@example.org/postings/ID/recipients?after=1.-1",
                "/groups/team@example.org/postings/ID/recipients?after=0x1.1",
                "/postings?state=delivered",
                "/postings?state=writing",
                "/postings?state=removed",
                "/postings?q=a",
                "/postings?after=1.1"
            })
    void callShouldBeWrongWhenItsQueryIs(String path) {
        webadmin.call()
                .get(path.replace("ID", add("s")))
                .then()
                .statusCode(400)
                .body("type", equalTo("InvalidArgument"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?action=", "?action=none", "?action=RETRY", "?action=retry&state=failed"})
    void actionShouldBeOneOfTwo(String query) {
        webadmin.call().post("/postings/" + add("s") + query).then().statusCode(400);
    }

    @Test
    void longMessageIdShouldBeFoundByWhatIsKeptOfIt() {
        String messageId = "<" + "a".repeat(400) + "@example.org>";
        get("?messageId=" + messageId.replace("<", "%3C").replace(">", "%3E"))
                .then()
                .statusCode(200);
        get("?messageId=" + "a".repeat(999)).then().statusCode(400);
    }

    @Test
    void postingShouldBeNotFoundWhenItIsNoneOfTheGroup() {
        String id = add("s");

        for (String place : List.of(
                "/groups/" + OTHER + "/postings/" + id,
                "/groups/nobody@example.org/postings/" + id,
                "/groups/" + TEAM + "/postings/" + UUID.randomUUID(),
                "/groups/" + TEAM + "/postings/none",
                "/groups/" + TEAM + "/postings/" + id.substring(1),
                "/groups/" + TEAM + "/postings/%01")) {
            webadmin.call().get(place).then().statusCode(404).body("type", equalTo("notFound"));
            webadmin.call().get(place + "/recipients").then().statusCode(404);
            webadmin.call().get(place + "/recipients?state=suspended").then().statusCode(404);
        }
        webadmin.call().get("/groups/nobody@example.org/postings").then().statusCode(404);
        webadmin.call().get("/groups/" + OTHER + "/postings").then().body("items.size()", equalTo(0));
        for (String action : List.of("retry", "cancel")) {
            post(UUID.randomUUID().toString(), action).then().statusCode(404);
            post("none", action).then().statusCode(404);
        }
    }

    @Test
    void retryShouldMakeThoseDueWhoWait() throws Exception {
        String id = add("s");
        postings.answered(id, BEN, DEFERRED);
        postings.answered(id, EVE, REFUSED);
        Instant before = Instant.now();

        List<String> lines = LoggedLines.of(AuditTrail.LOG, () -> {
                    post(id, "retry").then().statusCode(204);
                    post(id, "retry").then().statusCode(204);
                })
                .stream()
                .map(line -> line.getFormattedMessage())
                .toList();

        Response recipients = get("/" + id + "/recipients?q=ben");
        recipients.then().body("items[0].state", equalTo("waiting")).body("items[0].reply", equalTo("451 4.3.0 later"));
        assertThat(Instant.parse(recipients.path("items[0].nextAt")))
                .isBetween(before.minus(Duration.ofSeconds(1)), Instant.now());
        get("/" + id + "/recipients?q=eve").then().body("items[0].state", equalTo("failed"));
        assertThat(lines)
                .isNotEmpty()
                .allMatch(("posting-retried by=\"alice@example.org\" posting=\"" + id + "\"")::equals);
    }

    @Test
    void cancelShouldEndThePostingForThoseWhoWait() throws Exception {
        String id = add("s");
        postings.answered(id, BEN, DEFERRED);
        postings.answered(id, ANN, TAKEN);
        assertThat(postings.hasBody(id)).isTrue();

        List<String> lines = LoggedLines.of(AuditTrail.LOG, () -> {
                    post(id, "cancel").then().statusCode(204);
                    webadmin.askAs(Webadmin.BOB);
                    post(id, "cancel").then().statusCode(204);
                })
                .stream()
                .map(line -> line.getFormattedMessage())
                .toList();

        get("/" + id)
                .then()
                .body("state", equalTo("cancelled"))
                .body("recipients.waiting", equalTo(0))
                .body("recipients.delivered", equalTo(1))
                .body("recipients.failed", equalTo(3));
        get("/" + id + "/recipients?state=failed")
                .then()
                .body("items.size()", equalTo(3))
                .body("items.reply", hasItem("The posting was cancelled by alice@example.org"))
                .body("items.reply", not(hasItem("451 4.3.0 later")))
                .body("items[1]", not(hasKey("nextAt")));
        assertThat(postings.hasBody(id)).isFalse();
        assertThat(webadmin.cancelled()).contains(UUID.fromString(id));
        assertThat(lines).containsExactly("posting-cancelled by=\"alice@example.org\" posting=\"" + id + "\"");
        post(id, "retry").then().statusCode(409);
    }

    @Test
    void callsShouldBeRefusedWhenItIsTooLateForThem() {
        String done = postings.add(team, RECEIVED, "s", ANN);
        postings.handedOver(done);
        postings.answered(done, ANN, TAKEN);
        String failed = postings.add(team, RECEIVED, "s", EVE);
        postings.handedOver(failed);
        postings.answered(failed, EVE, REFUSED);

        post(done, "cancel").then().statusCode(409).body("type", equalTo("WrongState"));
        post(failed, "cancel").then().statusCode(409);
        post(failed, "retry").then().statusCode(409);
        post(done, "retry").then().statusCode(204);
        get("/" + done).then().body("state", equalTo("done"));
    }

    @Test
    void postingShouldBeShownToNobodyBelowAGroupWhenTheGroupIsDisbanded() {
        String id = add("s");
        webadmin.call().delete("/groups/" + TEAM).then().statusCode(204);

        get("").then().statusCode(404);
        webadmin.call().get("/postings").then().body("items[0].id", equalTo(id));
        post(id, "cancel").then().statusCode(204);
    }
}
