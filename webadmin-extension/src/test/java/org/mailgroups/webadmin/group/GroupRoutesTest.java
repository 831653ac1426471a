// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.mailgroups.webadmin.Webadmin.ALIAS;
import static org.mailgroups.webadmin.Webadmin.ALICE;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.CAROL;
import static org.mailgroups.webadmin.Webadmin.TEAM;

import io.restassured.response.Response;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.value.Address;
import org.mailgroups.webadmin.Webadmin;

class GroupRoutesTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static Response get(String address) {
        return webadmin.call().get("/groups/" + address);
    }

    @Nested
    class Create {
        @Test
        void createShouldAnswerWithTheGroupWhenNothingIsWrong() {
            Response response = webadmin.call(
                            """
                            {"name":"The Team","description":"All of us","administrators":["bob@example.org"],
                             "members":["alice@example.org",{"address":"Ext@Elsewhere.test","name":"E. X. Tern"},\
                             {"address":"carol@example.org"}]}
                            """)
                    .put("/groups/Team@example.org");

            response.then()
                    .statusCode(201)
                    .contentType("application/json")
                    .header("Location", "/groups/Team@example.org");
            String createdAt = response.path("createdAt");
            assertThat(response.asString())
                    .isEqualTo("{\"address\":\"Team@example.org\",\"name\":\"The Team\",\"description\":\"All of us\","
                            + "\"administrators\":[\"bob@example.org\"],\"memberCount\":3,\"createdAt\":\""
                            + createdAt
                            + "\",\"settings\":{\"senders\":\"internal\",\"allowedSenders\":[],"
                            + "\"moderation\":\"none\","
                            + "\"memberVisibility\":\"members\",\"spam\":\"hold\",\"replyTo\":\"sender\","
                            + "\"fromRewrite\":\"whenNeeded\",\"unsubscribe\":\"mail\","
                            + "\"join\":\"closed\",\"listed\":true,\"sendAs\":\"none\"}}");
            assertThat(Instant.parse(createdAt)).isBefore(Instant.now().plusSeconds(1));
            assertThat(get(TEAM).header("ETag"))
                    .isEqualTo(response.header("ETag"))
                    .matches("\"[0-9]+\"");
        }

        @Test
        void createShouldMakeTheSubjectOfTheTokenAdministratorWhenNoneIsNamed() {
            webadmin.askAs(CAROL);

            webadmin.call("{\"name\":\"Team\"}").put("/groups/" + TEAM).then().statusCode(201);

            get(TEAM)
                    .then()
                    .body("administrators", equalTo(List.of(CAROL)))
                    .body("memberCount", equalTo(0))
                    .body("description", equalTo(""));
        }

        @ParameterizedTest
        @ValueSource(strings = {"admin", "stranger@example.org", "alice@elsewhere.test", "info@example.org"})
        void createShouldNameAdministratorsWhenTheSubjectIsNoUser(String subject) {
            webadmin.askAs(subject);

            webadmin.call("{\"name\":\"Team\"}")
                    .put("/groups/" + TEAM)
                    .then()
                    .statusCode(400)
                    .body("type", equalTo("InvalidArgument"))
                    .body("message", containsString("administrators"));
        }

        @Test
        void createShouldNameAdministratorsWhenNobodyIsAuthenticated() {
            webadmin.askAs(null);

            webadmin.call("{\"name\":\"Team\"}")
                    .put("/groups/" + TEAM)
                    .then()
                    .statusCode(400)
                    .body("message", containsString("administrators"));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{}|name: missing",
                    "{\"name\":\" \"}|name is empty",
                    "{\"name\":null}|name: must be text",
                    "{\"name\":\"a\\r\\nBcc: eve@elsewhere.test\"}|name has a character that is not allowed",
                    "{\"name\":\"x\",\"description\":5}|description: must be text",
                    "{\"name\":\"x\",\"administrators\":[]}|administrators is empty",
                    "{\"name\":\"x\",\"administrators\":[\"bob@example.org\",\"eve@example.org\"]}|"
                            + "administrators[1]: eve@example.org",
                    "{\"name\":\"x\",\"administrators\":[\"ext@elsewhere.test\"]}|administrators[0]: "
                            + "ext@elsewhere.test",
                    "{\"name\":\"x\",\"administrators\":[\"nonsense\"]}|administrators[0]: 'nonsense'",
                    "{\"name\":\"x\",\"administrators\":\"bob@example.org\"}|administrators: must be an array",
                    "{\"name\":\"x\",\"members\":[\"bob@example.org\",\"no one\"]}|members[1]: 'no one'",
                    "{\"name\":\"x\",\"members\":[\"*@example.org\"]}|members[0]: '*@example.org'",
                    "{\"name\":\"x\",\"members\":[\"bob@example.org\",\"nobody@example.org\"]}|members[1]: "
                            + "nobody@example.org",
                    "{\"name\":\"x\",\"members\":[{\"name\":\"Bob\"}]}|members[0].address: missing",
                    "{\"name\":\"x\",\"members\":[{\"address\":\"bob@example.org\",\"role\":\"x\"}]}|members[0].role",
                    "{\"name\":\"x\",\"members\":[{\"address\":\"bob@example.org\",\"name\":\"a\\nb\"}]}|"
                            + "members[0]: name",
                    "{\"name\":\"x\",\"members\":[7]}|members[0]: must be",
                    "{\"name\":\"x\",\"settings\":null}|settings",
                    "{\"name\":\"x\",\"nam\":\"y\"}|nam"
                })
        void createShouldNameTheFieldWhenTheBodyIsWrong(String body, String named) {
            webadmin.call(body)
                    .put("/groups/" + TEAM)
                    .then()
                    .statusCode(400)
                    .body("statusCode", equalTo(400))
                    .body("type", equalTo("InvalidArgument"))
                    .body("message", containsString(named))
                    .body("$", hasKey("details"));

            get(TEAM).then().statusCode(404);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "team@elsewhere.test",
                    "team-bounces@example.org",
                    "Team-Owner@example.org",
                    "team-request@example.org",
                    "team+detail@example.org",
                    "nonsense",
                    "a@b@example.org",
                    "%22team%22@example.org",
                    "te%20am@example.org",
                    "te%2Aam@example.org",
                    "te%0D%0Aam@example.org"
                })
        void createShouldNameAddressWhenAGroupCannotHaveIt(String address) {
            webadmin.call("{\"name\":\"Team\"}")
                    .put("/groups/" + address)
                    .then()
                    .statusCode(400)
                    .body("type", equalTo("InvalidArgument"))
                    .body("message", containsString("address"));
        }

        @ParameterizedTest
        @ValueSource(strings = {ALICE, "ALICE@EXAMPLE.ORG", ALIAS})
        void createShouldClashWhenAUserOrMappingHasTheAddress(String address) {
            webadmin.call("{\"name\":\"Team\"}")
                    .put("/groups/" + address)
                    .then()
                    .statusCode(409)
                    .body("type", equalTo("WrongState"));
        }

        @ParameterizedTest
        @ValueSource(strings = {TEAM, "TEAM@Example.ORG", "%74eam%40example.org"})
        void createShouldClashWhenAGroupHasTheAddress(String address) {
            webadmin.createGroup(TEAM, BOB);

            webadmin.call("{\"name\":\"Another\"}")
                    .put("/groups/" + address)
                    .then()
                    .statusCode(409)
                    .body("type", equalTo("WrongState"));
            get(TEAM).then().body("name", equalTo("A group")).body("memberCount", equalTo(1));
        }

        @Test
        void createShouldClashWhenTheGroupIsItsOwnMember() {
            webadmin.call("{\"name\":\"Team\",\"members\":[\"bob@example.org\",\"TEAM@example.org\"]}")
                    .put("/groups/" + TEAM)
                    .then()
                    .statusCode(409)
                    .body("type", equalTo("WrongState"));
        }

        @Test
        void createShouldTakeGroupsAndMappingsAndStrangersAsMembers() {
            webadmin.createGroup("dev@example.org", BOB);

            webadmin.createGroup(TEAM, "dev@example.org", ALIAS, "ext@elsewhere.test")
                    .then()
                    .body("memberCount", equalTo(3));
        }

        @Test
        void createShouldCountAMemberOnceWhenItIsNamedTwice() {
            webadmin.createGroup(TEAM, BOB, "BOB@example.org").then().body("memberCount", equalTo(1));
        }

        @Test
        void createShouldTakeTenThousandMembersAndRefuseOneMore() {
            webadmin.call(withMembers(10_000))
                    .put("/groups/big@example.org")
                    .then()
                    .statusCode(201)
                    .body("memberCount", equalTo(10_000));
            webadmin.call(withMembers(10_001))
                    .put("/groups/bigger@example.org")
                    .then()
                    .statusCode(413)
                    .body("type", equalTo("InvalidArgument"));
            get("bigger@example.org").then().statusCode(404);
        }

        private String withMembers(int count) {
            String members = IntStream.range(0, count)
                    .mapToObj(i -> "\"member" + i + "@elsewhere.test\"")
                    .collect(Collectors.joining(","));
            return "{\"name\":\"Big\",\"members\":[" + members + "]}";
        }
    }

    @Nested
    class Get {
        @Test
        void getShouldBeNotFoundWhenThereIsNoSuchGroup() {
            get(TEAM)
                    .then()
                    .statusCode(404)
                    .contentType("application/json")
                    .body("statusCode", equalTo(404))
                    .body("type", equalTo("notFound"))
                    .body("message", containsString(TEAM));
        }

        @Test
        void getShouldAnswerWithoutBodyWhenTheMethodIsHead() {
            String tag = webadmin.createGroup(TEAM).header("ETag");

            webadmin.call().head("/groups/" + TEAM).then().statusCode(200).header("ETag", tag);
            webadmin.call().head("/groups/none@example.org").then().statusCode(404);
        }

        @ParameterizedTest
        @ValueSource(strings = {TEAM, "TEAM@EXAMPLE.ORG", "team%40example.org", "%54eam@example.org"})
        void getShouldFindTheGroupInAnySpelling(String address) {
            webadmin.createGroup("Team@Example.org");

            get(address).then().statusCode(200).body("address", equalTo("Team@Example.org"));
        }

        @Test
        void getShouldSayClashWhenAUserOrMappingHasComeToHaveTheAddress() {
            webadmin.createGroup(TEAM);
            webadmin.createGroup("staff@example.org");
            webadmin.localAddresses().addUser(TEAM);
            webadmin.localAddresses().addMapping("staff@example.org");

            get(TEAM).then().body("clash", equalTo("user"));
            get("staff@example.org").then().body("clash", equalTo("mapping"));
        }

        @Test
        void getShouldNotSayClashWhenThereIsNone() {
            webadmin.createGroup(TEAM);

            get(TEAM).then().statusCode(200).body("$", not(hasKey("clash")));
        }
    }

    @Nested
    class Change {
        private Response patch(String body) {
            return webadmin.call(body).patch("/groups/" + TEAM);
        }

        @Test
        void patchShouldReplaceWhatItNamesAndLeaveTheRest() {
            String before = webadmin.createGroup(TEAM, BOB).header("ETag");

            Response response =
                    patch("{\"description\":\"New\",\"administrators\":[\"carol@example.org\",\"bob@example.org\"]}");

            response.then()
                    .statusCode(200)
                    .body("name", equalTo("A group"))
                    .body("description", equalTo("New"))
                    .body("administrators", equalTo(List.of(CAROL, BOB)))
                    .body("memberCount", equalTo(1));
            assertThat(response.header("ETag")).isNotEqualTo(before);
            assertThat(get(TEAM).asString()).isEqualTo(response.asString());
        }

        @Test
        void patchShouldChangeNothingWhenTheObjectIsEmpty() {
            String before = webadmin.createGroup(TEAM).header("ETag");

            patch("{}").then().statusCode(200).header("ETag", before).body("name", equalTo("A group"));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{\"name\":null}|name",
                    "{\"name\":\"\"}|name",
                    "{\"description\":null}|description",
                    "{\"administrators\":null}|administrators",
                    "{\"administrators\":[]}|administrators",
                    "{\"administrators\":[\"eve@example.org\"]}|administrators[0]",
                    "{\"address\":null}|address",
                    "{\"address\":\"x\"}|address",
                    "{\"address\":\"team@elsewhere.test\"}|address",
                    "{\"address\":\"new-bounces@example.org\"}|address",
                    "{\"members\":[]}|members",
                    "{\"settings\":null}|settings",
                    "{\"name\":\"a\",\"name\":\"b\"}|name",
                    "[]|body",
                    "null|body",
                    "|body"
                })
        void patchShouldNameTheFieldWhenTheBodyIsWrong(String body, String named) {
            String before = webadmin.createGroup(TEAM).header("ETag");

            patch(body == null ? " " : body)
                    .then()
                    .statusCode(400)
                    .body("type", equalTo("InvalidArgument"))
                    .body("message", containsString(named));
            get(TEAM).then().header("ETag", before);
        }

        @Test
        void patchShouldBeNotFoundWhenThereIsNoSuchGroup() {
            patch("{\"name\":\"x\"}").then().statusCode(404);
        }

        @Test
        void patchShouldMoveTheGroupWhenItNamesAnAddress() {
            webadmin.createGroup(TEAM, BOB);
            webadmin.createGroup("all@example.org", TEAM);

            patch("{\"address\":\"Squad@example.net\"}")
                    .then()
                    .statusCode(200)
                    .body("address", equalTo("Squad@example.net"));

            get(TEAM).then().statusCode(404);
            get("squad@example.net").then().statusCode(200).body("memberCount", equalTo(1));
            webadmin.call()
                    .get("/groups/all@example.org/members")
                    .then()
                    .body("items.address", equalTo(List.of("Squad@example.net")));
        }

        @Test
        void patchShouldTakeAnotherSpellingOfItsOwnAddress() {
            webadmin.createGroup(TEAM);

            patch("{\"address\":\"TEAM@example.org\"}")
                    .then()
                    .statusCode(200)
                    .body("address", equalTo("TEAM@example.org"));
        }

        @ParameterizedTest
        @ValueSource(strings = {ALICE, ALIAS, "other@example.org"})
        void patchShouldClashWhenTheNewAddressIsTaken(String address) {
            webadmin.createGroup(TEAM);
            webadmin.createGroup("other@example.org");

            patch("{\"address\":\"" + address + "\"}").then().statusCode(409).body("type", equalTo("WrongState"));
            get(TEAM).then().statusCode(200);
        }
    }

    @Nested
    class Disband {
        @Test
        void deleteShouldRemoveTheGroupFromEverywhere() {
            webadmin.createGroup(TEAM, BOB);
            webadmin.createGroup("all@example.org", TEAM, CAROL);

            webadmin.call().delete("/groups/" + TEAM).then().statusCode(204).body(equalTo(""));

            get(TEAM).then().statusCode(404);
            get("all@example.org").then().body("memberCount", equalTo(1));
            webadmin.call().delete("/groups/" + TEAM).then().statusCode(404).body("type", equalTo("notFound"));
        }
    }

    @Nested
    class Conditional {
        private String tag;

        private void create() {
            tag = webadmin.createGroup(TEAM).header("ETag");
        }

        @ParameterizedTest
        @ValueSource(strings = {"TAG", "*", "\"999\", TAG", "W/\"7\",TAG , \"8\""})
        void changeShouldHappenWhenIfMatchHasTheCurrentTag(String header) {
            create();

            webadmin.call("{\"name\":\"New\"}")
                    .header("If-Match", header.replace("TAG", tag))
                    .patch("/groups/" + TEAM)
                    .then()
                    .statusCode(200)
                    .body("name", equalTo("New"));
        }

        @Test
        void changeShouldBeRefusedWhenIfMatchIsStaleOrWeakOrForeign() {
            create();

            for (String header : List.of("\"999\"", "W/" + tag, "\"\"", "\"x,y\"", "\"99999999999999999999\"")) {
                webadmin.call("{\"name\":\"New\"}")
                        .header("If-Match", header)
                        .patch("/groups/" + TEAM)
                        .then()
                        .statusCode(412)
                        .body("type", equalTo("WrongState"))
                        .body(
                                "message",
                                equalTo("If-Match names no current version; it is now " + tag.replace("\"", "")));
                webadmin.call()
                        .header("If-Match", header)
                        .delete("/groups/" + TEAM)
                        .then()
                        .statusCode(412);
                webadmin.call()
                        .header("If-Match", header)
                        .put("/groups/" + TEAM + "/members/" + BOB)
                        .then()
                        .statusCode(412);
                webadmin.call("{\"name\":\"New\"}")
                        .header("If-Match", header)
                        .put("/groups/" + TEAM)
                        .then()
                        .statusCode(412);
            }
            get(TEAM).then().header("ETag", tag).body("name", equalTo("A group"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"1", "\"1", "\"1\" \"2\"", "w/\"1\"", "*, \"1\""})
        void changeShouldNameIfMatchWhenItIsNoListOfTags(String header) {
            create();

            webadmin.call("{\"name\":\"New\"}")
                    .header("If-Match", header)
                    .patch("/groups/" + TEAM)
                    .then()
                    .statusCode(400)
                    .body("message", containsString("If-Match"));
        }

        @Test
        void deleteShouldHappenWhenIfMatchHasTheCurrentTag() {
            create();

            webadmin.call()
                    .header("If-Match", tag)
                    .delete("/groups/" + TEAM)
                    .then()
                    .statusCode(204);
        }

        @Test
        void createShouldBeRefusedWhenIfMatchAsksForAGroupThatIsNotThere() {
            webadmin.call("{\"name\":\"Team\"}")
                    .header("If-Match", "*")
                    .put("/groups/" + TEAM)
                    .then()
                    .statusCode(412)
                    .body("type", equalTo("WrongState"));
            get(TEAM).then().statusCode(404);
        }

        @Test
        void tagShouldChangeWhenAMemberComesOrGoesAndStayWhenNothingDoes() {
            create();

            webadmin.call().put("/groups/" + TEAM + "/members/" + BOB);
            String withBob = get(TEAM).header("ETag");
            webadmin.call().put("/groups/" + TEAM + "/members/" + BOB);

            assertThat(withBob).isNotEqualTo(tag);
            assertThat(get(TEAM).header("ETag")).isEqualTo(withBob);
        }
    }

    @Nested
    class ListAll {
        private List<String> addresses(String query) {
            return webadmin.call()
                    .get("/groups" + query)
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("items.address");
        }

        private void createThree() {
            webadmin.createGroup("a@example.org");
            webadmin.createGroup("b@example.net");
            webadmin.call("{\"name\":\"Büro\",\"administrators\":[\"bob@example.org\"]}")
                    .put("/groups/c@example.org")
                    .then()
                    .statusCode(201);
        }

        @Test
        void listShouldBeEmptyWhenThereAreNoGroups() {
            assertThat(webadmin.call().get("/groups").asString()).isEqualTo("{\"items\":[]}");
        }

        @Test
        void listShouldHoldGroupsByAddressWithTheFieldsOfAGroup() {
            createThree();

            assertThat(addresses("")).containsExactly("a@example.org", "b@example.net", "c@example.org");
            assertThat(webadmin.call().get("/groups?q=c@").<String>path("items[0].toString()"))
                    .contains("c@example.org");
            assertThat(webadmin.call().get("/groups?q=b%40example").jsonPath().getMap("items[0]"))
                    .containsOnlyKeys(
                            "address", "name", "description", "administrators", "memberCount", "createdAt", "settings");
        }

        @ParameterizedTest
        @CsvSource({
            "?domain=example.org,a@example.org c@example.org",
            "?domain=EXAMPLE.net,b@example.net",
            "?domain=elsewhere.test,''",
            "?q=BÜRO,c@example.org",
            "?q=b%C3%BCro,c@example.org",
            "?q=%25,''",
            "?q=_%25,''",
            "?administrator=BOB@example.org,c@example.org",
            "?administrator=alice@example.org&domain=example.net,b@example.net",
            "?domain=&q=&administrator=&after=,a@example.org b@example.net c@example.org"
        })
        void listShouldHoldOnlyWhatIsAskedFor(String query, String expected) {
            createThree();

            assertThat(addresses(query.replace("BÜRO", "B%C3%9CRO")))
                    .containsExactlyElementsOf(expected.isEmpty() ? List.of() : List.of(expected.split(" ", -1)));
        }

        @Test
        void listShouldComeInPagesThatMeetWithoutGapOrOverlap() {
            createThree();

            Response first = webadmin.call().get("/groups?limit=2");
            Response second = webadmin.call().get("/groups?limit=2&after=" + first.<String>path("next"));

            assertThat(first.<List<String>>path("items.address")).containsExactly("a@example.org", "b@example.net");
            assertThat(second.<List<String>>path("items.address")).containsExactly("c@example.org");
            second.then().body("$", not(hasKey("next")));
        }

        @Test
        void listShouldHaveNoNextWhenThePageIsExactlyFull() {
            createThree();

            webadmin.call()
                    .get("/groups?limit=3")
                    .then()
                    .body("items.size()", equalTo(3))
                    .body("$", not(hasKey("next")));
        }

        @ParameterizedTest
        @CsvSource({
            "limit=0,limit",
            "limit=1001,limit",
            "limit=-1,limit",
            "limit=,limit",
            "limit=ten,limit",
            "limit=99999999999,limit",
            "limit=1&limit=2,limit",
            "offset=3,offset",
            "Q=x,Q",
            "q=a&q=b,q",
            "q=%00,q",
            "after=%0A,after",
            "domain=not+a+domain,domain",
            "domain=a@b,domain",
            "administrator=bob,administrator",
            "x%0d%0ay=1,query"
        })
        void listShouldNameTheParameterWhenItIsWrong(String query, String named) {
            webadmin.call()
                    .get("/groups?" + query)
                    .then()
                    .statusCode(400)
                    .body("type", equalTo("InvalidArgument"))
                    .body("message", containsString(named));
        }

        @Test
        void listShouldNameTheParameterWhenItIsTooLong() {
            webadmin.call()
                    .get("/groups?q=" + "x".repeat(201))
                    .then()
                    .statusCode(400)
                    .body("message", containsString("q "));
            webadmin.call()
                    .get("/groups?after=" + "x".repeat(255))
                    .then()
                    .statusCode(400)
                    .body("message", containsString("after"));
        }

        @Test
        void everyCallShouldRefuseAQueryParameterItDoesNotKnow() {
            webadmin.createGroup(TEAM);
            String team = "/groups/" + TEAM;

            assertThat(List.of(
                            webadmin.call().get(team + "?x=1"),
                            webadmin.call("{\"name\":\"x\"}").put("/groups/new@example.org?x=1"),
                            webadmin.call("{}").patch(team + "?x=1"),
                            webadmin.call().delete(team + "?x=1"),
                            webadmin.call().get(team + "/members?x=1"),
                            webadmin.call().get(team + "/candidates?x=1"),
                            webadmin.call().get(team + "/recipients?q=1"),
                            webadmin.call().put(team + "/members/" + BOB + "?x=1"),
                            webadmin.call().delete(team + "/members/" + BOB + "?x=1")))
                    .extracting(Response::statusCode)
                    .containsOnly(400);
            assertThat(webadmin.groups().find(Address.parse(TEAM))).isPresent();
        }
    }
}
