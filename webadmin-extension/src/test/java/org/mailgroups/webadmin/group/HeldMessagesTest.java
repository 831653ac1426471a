// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.mailgroups.webadmin.Webadmin.TEAM;

import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.group.Group;
import org.mailgroups.moderation.HeldMessageBounds;
import org.mailgroups.moderation.HeldState;
import org.mailgroups.moderation.NewHeldMessage;
import org.mailgroups.moderation.Verdict;
import org.mailgroups.value.Address;
import org.mailgroups.webadmin.Webadmin;

class HeldMessagesTest {
    private static final String MESSAGE = "Subject: H\u00e4\r\nFrom: ext@elsewhere.test\r\n\r\nBody \u00ff\r\n";
    private static final Instant RECEIVED = Instant.parse("2026-03-01T10:15:30.123Z");

    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private Group group;

    @BeforeEach
    void createGroup() {
        webadmin.createGroup(TEAM);
        group = webadmin.groups().find(Address.parse(TEAM)).orElseThrow();
    }

    private String hold() {
        return hold(group);
    }

    private static String hold(Group group) {
        String id = UUID.randomUUID().toString();
        webadmin.heldMessages()
                .add(
                        new NewHeldMessage(
                                id,
                                group.id(),
                                group.address(),
                                "ext@elsewhere.test",
                                null,
                                "Offer \"x\"",
                                "Body",
                                RECEIVED,
                                1234,
                                "Only members"),
                        new HeldMessageBounds(20_000, 1L << 30, 1L << 40));
        webadmin.heldContent().put(id, MESSAGE);
        return id;
    }

    private static Response get(String rest) {
        return webadmin.call().get("/groups/" + TEAM + "/held" + rest);
    }

    private static Response post(String id, String action) {
        return webadmin.call().post("/groups/" + TEAM + "/held/" + id + "?action=" + action);
    }

    @Nested
    class Showing {
        @Test
        void listShouldShowWhatWaits() {
            String id = hold();

            assertThat(get("").asString())
                    .isEqualTo("{\"items\":[{\"id\":\"" + id
                            + "\",\"sender\":\"ext@elsewhere.test\",\"subject\":\"Offer \\\"x\\\"\","
                            + "\"receivedAt\":\"2026-03-01T10:15:30.123Z\",\"size\":1234,"
                            + "\"reason\":\"Only members\"}]}");
        }

        @Test
        void listShouldBePaged() {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                ids.add(hold());
            }

            Response first = get("?limit=3");
            Response second = get("?limit=3&after=" + first.path("next"));

            List<String> listed = new ArrayList<>(first.jsonPath().getList("items.id", String.class));
            listed.addAll(second.jsonPath().getList("items.id", String.class));
            assertThat(listed).isEqualTo(ids);
            assertThat(second.<String>path("next")).isNull();
            get("?after=x").then().statusCode(400);
        }

        @Test
        void listShouldBeWholeWhenItHasSeveralOfTheLongestPages() {
            for (int i = 0; i < 1_500; i++) {
                hold();
            }

            assertThat(countAll(TEAM)).isEqualTo(1_500);
        }

        private int countAll(String address) {
            int count = 0;
            String after = "";
            while (after != null) {
                Response page = webadmin.call().get("/groups/" + address + "/held?limit=1000&after=" + after);
                page.then().statusCode(200);
                count += page.jsonPath().getList("items").size();
                after = page.path("next");
            }
            return count;
        }

        @Test
        void getShouldShowTheHeader() {
            String id = hold();

            get("/" + id)
                    .then()
                    .statusCode(200)
                    .body("id", equalTo(id))
                    .body("size", equalTo(1234))
                    .body("headers[0].name", equalTo("Subject"))
                    .body("headers[0].value", equalTo("H\u00e4"))
                    .body("headers[1].value", equalTo("ext@elsewhere.test"));
        }

        @Test
        void getShouldSendTheMessageItselfWhenAskedTo() {
            Response response = get("/" + hold() + "?raw=true");

            response.then()
                    .statusCode(200)
                    .header("Content-Type", equalTo("message/rfc822"))
                    .header("X-Content-Type-Options", "nosniff")
                    .header("Content-Disposition", containsString("attachment"));
            assertThat(new String(response.asByteArray(), StandardCharsets.ISO_8859_1))
                    .isEqualTo(MESSAGE);
        }

        @Test
        void getShouldBeNotFoundWhenItDoesNotWaitForThisGroup() {
            webadmin.createGroup("other@example.org");
            String id = hold();
            String decided = hold();
            post(decided, "reject");

            for (String raw : List.of("", "?raw=true")) {
                get("/none" + raw).then().statusCode(404);
                get("/" + decided + raw).then().statusCode(404);
                webadmin.call()
                        .get("/groups/other@example.org/held/" + id + raw)
                        .then()
                        .statusCode(404);
                webadmin.call()
                        .get("/groups/nobody@example.org/held/" + id + raw)
                        .then()
                        .statusCode(404);
            }
            webadmin.call().get("/groups/nobody@example.org/held").then().statusCode(404);
            get("/%01").then().statusCode(404);
        }

        @Test
        void getShouldSaySoWhenTheMessageItselfIsGoneOrOutOfReach() {
            String id = hold();
            webadmin.heldContent().goDown();

            get("/" + id).then().statusCode(503);
            get("/" + id + "?raw=true").then().statusCode(503);
        }
    }

    @Nested
    class Deciding {
        @ParameterizedTest
        @CsvSource({"approve,reject", "reject,approve"})
        void decideShouldCountOnceAndRefuseTheOpposite(String action, String opposite) {
            String id = hold();

            post(id, action).then().statusCode(204);
            post(id, action).then().statusCode(204);
            post(id, opposite).then().statusCode(409).body("type", equalTo("WrongState"));

            assertThat(webadmin.heldContent().carriedOut()).hasSize(1);
            get("").then().body("items.size()", equalTo(0));
        }

        @Test
        void decideShouldKnowWhoDecidedAndWhatTheAuthorIsTold() {
            String id = hold();
            webadmin.askAs("carol@example.org");

            webadmin.call("{\"comment\":\"Not here,\\nplease\\u0000\"}")
                    .post("/groups/" + TEAM + "/held/" + id + "?action=reject")
                    .then()
                    .statusCode(204);

            Verdict verdict = webadmin.heldContent().carriedOut().get(0);
            assertThat(verdict.state()).isEqualTo(HeldState.REJECTED);
            assertThat(verdict.by()).isEqualTo("carol@example.org");
            assertThat(verdict.comment()).isEqualTo("Not here,\nplease");
        }

        @Test
        void decideShouldConflictWhenItHasExpired() {
            String id = hold();
            webadmin.heldMessages().decide(id, new Verdict(HeldState.EXPIRED, "expiry", RECEIVED, ""));

            post(id, "approve").then().statusCode(409).body("message", containsString("expired"));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "''|{}|action",
                    "?action=|{}|action",
                    "?action=drop|{}|action",
                    "?action=reject|{\"comment\":5}|comment",
                    "?action=reject|{\"comment\":null}|comment",
                    "?action=reject|{\"reason\":\"x\"}|reason",
                    "?action=approve|{\"comment\":\"x\"}|comment",
                    "?action=reject&to=x|{}|to"
                })
        void decideShouldNameWhatIsWrong(String query, String body, String named) {
            String id = hold();

            webadmin.call(body)
                    .post("/groups/" + TEAM + "/held/" + id + query)
                    .then()
                    .statusCode(400)
                    .body("message", containsString(named));
            assertThat(webadmin.heldContent().carriedOut()).isEmpty();
        }

        @Test
        void decideShouldRefuseACommentThatIsTooLong() {
            String id = hold();

            webadmin.call("{\"comment\":\"" + "x".repeat(Verdict.MAX_COMMENT_LENGTH + 1) + "\"}")
                    .post("/groups/" + TEAM + "/held/" + id + "?action=reject")
                    .then()
                    .statusCode(400);
            post(id, "reject").then().statusCode(204);
        }

        @Test
        void decideShouldBeNotFoundWhenThereIsNoSuchMessage() {
            webadmin.createGroup("other@example.org");
            String id = hold();

            post("none", "approve").then().statusCode(404);
            webadmin.call()
                    .post("/groups/other@example.org/held/" + id + "?action=approve")
                    .then()
                    .statusCode(404);
            webadmin.call()
                    .post("/groups/nobody@example.org/held/" + id + "?action=approve")
                    .then()
                    .statusCode(404);
        }

        @Test
        void decideShouldBeUnavailableWhenTheMessageIsOutOfReach() {
            String id = hold();
            webadmin.heldContent().goDown();

            post(id, "approve").then().statusCode(503);
        }
    }
}
