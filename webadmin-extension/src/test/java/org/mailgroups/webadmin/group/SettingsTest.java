// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.mailgroups.webadmin.Webadmin.TEAM;

import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.webadmin.Webadmin;

class SettingsTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static final String ALL =
            """
            {"senders":"listed","allowedSenders":["Bob@Partner.example","@partner.example"],"moderation":"outsiders",
             "maxMessageBytes":1000000,"memberVisibility":"administrators",
             "maxPerSenderPerMinute":0,"maxPerMinute":1000000,
             "spam":"refuse","replyTo":"group","subjectPrefix":"[Año]","fromRewrite":"always",\
             "unsubscribe":"none","join":"open","listed":false,"sendAs":"members"}""";

    @BeforeEach
    void createGroup() {
        webadmin.createGroup(TEAM);
    }

    private static Response patch(String settings) {
        return webadmin.call("{\"settings\":" + settings + "}").patch("/groups/" + TEAM);
    }

    private static Map<String, Object> settings() {
        return webadmin.call().get("/groups/" + TEAM).jsonPath().getMap("settings");
    }

    @Test
    void getShouldShowTheDefaults() {
        assertThat(settings())
                .isEqualTo(Map.ofEntries(
                        Map.entry("senders", "internal"),
                        Map.entry("allowedSenders", List.of()),
                        Map.entry("moderation", "none"),
                        Map.entry("memberVisibility", "members"),
                        Map.entry("spam", "hold"),
                        Map.entry("replyTo", "sender"),
                        Map.entry("fromRewrite", "whenNeeded"),
                        Map.entry("unsubscribe", "mail"),
                        Map.entry("join", "closed"),
                        Map.entry("listed", true),
                        Map.entry("sendAs", "none")));
    }

    @Test
    void putShouldTakeSettings() {
        Response created =
                webadmin.call("{\"name\":\"x\",\"settings\":" + ALL + "}").put("/groups/other@example.org");

        created.then().statusCode(201).body("settings.maxMessageBytes", equalTo(1_000_000));
        webadmin.call()
                .get("/groups/other@example.org")
                .then()
                .body("settings.senders", equalTo("listed"))
                .body("settings.allowedSenders[0]", equalTo("Bob@Partner.example"))
                .body("settings.allowedSenders[1]", equalTo("@partner.example"))
                .body("settings.moderation", equalTo("outsiders"))
                .body("settings.maxMessageBytes", equalTo(1_000_000))
                .body("settings.memberVisibility", equalTo("administrators"))
                .body("settings.maxPerSenderPerMinute", equalTo(0))
                .body("settings.maxPerMinute", equalTo(1_000_000))
                .body("settings.spam", equalTo("refuse"))
                .body("settings.replyTo", equalTo("group"))
                .body("settings.subjectPrefix", equalTo("[Año]"))
                .body("settings.fromRewrite", equalTo("always"))
                .body("settings.unsubscribe", equalTo("none"));
    }

    @Test
    void patchShouldReplaceEachSettingItNamesAndLeaveTheOthers() {
        patch(ALL).then().statusCode(200);

        patch("{\"senders\":\"members\",\"allowedSenders\":[]}").then().statusCode(200);

        assertThat(settings())
                .containsEntry("senders", "members")
                .containsEntry("allowedSenders", List.of())
                .containsEntry("moderation", "outsiders")
                .containsEntry("maxMessageBytes", 1_000_000)
                .containsEntry("memberVisibility", "administrators")
                .containsEntry("maxPerSenderPerMinute", 0)
                .containsEntry("maxPerMinute", 1_000_000)
                .containsEntry("spam", "refuse")
                .containsEntry("replyTo", "group")
                .containsEntry("subjectPrefix", "[Año]")
                .containsEntry("fromRewrite", "always")
                .containsEntry("unsubscribe", "none")
                .containsEntry("join", "open")
                .containsEntry("listed", false)
                .containsEntry("sendAs", "members");
    }

    @Test
    void oneClickShouldBeAConflictWhereItCannotBe() {
        webadmin.forbidOneClick("there is no key");

        patch("{\"unsubscribe\":\"oneClick\"}")
                .then()
                .statusCode(409)
                .body("message", equalTo("settings.unsubscribe cannot be oneClick: there is no key"));
        webadmin.call("{\"name\":\"x\",\"settings\":{\"unsubscribe\":\"oneClick\"}}")
                .put("/groups/other@example.org")
                .then()
                .statusCode(409);
        assertThat(settings()).containsEntry("unsubscribe", "mail");
        webadmin.call().get("/groups/other@example.org").then().statusCode(404);
    }

    @Test
    void oneClickShouldHinderNoOtherChangeWhenItCannotBeAnyMore() {
        patch("{\"unsubscribe\":\"oneClick\"}").then().statusCode(200);
        webadmin.forbidOneClick("there is no key any more");

        patch("{\"spam\":\"refuse\"}").then().statusCode(200);
        assertThat(settings()).containsEntry("unsubscribe", "oneClick");
        webadmin.call("{\"address\":\"crew@example.org\"}")
                .patch("/groups/" + TEAM)
                .then()
                .statusCode(409);
        patch("{\"unsubscribe\":\"mail\"}").then().statusCode(200);
    }

    @Test
    void patchShouldTakeThePrefixAwayWhenItIsEmpty() {
        patch(ALL);

        patch("{\"subjectPrefix\":\"\"}").then().statusCode(200);

        assertThat(settings()).doesNotContainKey("subjectPrefix").containsEntry("replyTo", "group");
    }

    @Test
    void patchShouldTakeTheLimitAwayWhenItIsNull() {
        patch(ALL);

        patch("{\"maxMessageBytes\":null}").then().statusCode(200);

        assertThat(settings()).doesNotContainKey("maxMessageBytes").containsEntry("senders", "listed");
    }

    @Test
    void patchShouldLeaveARateToTheServerWhenItIsNull() {
        patch(ALL);

        patch("{\"maxPerMinute\":7}").then().statusCode(200);
        assertThat(settings()).containsEntry("maxPerSenderPerMinute", 0).containsEntry("maxPerMinute", 7);
        patch("{\"maxPerSenderPerMinute\":null}").then().statusCode(200);
        assertThat(settings()).doesNotContainKey("maxPerSenderPerMinute").containsEntry("maxPerMinute", 7);
        patch("{\"maxPerMinute\":null}").then().statusCode(200);
        assertThat(settings()).doesNotContainKeys("maxPerSenderPerMinute", "maxPerMinute");
    }

    @Test
    void patchShouldChangeNothingWhenSettingsAreEmptyOrTheSame() {
        String before = patch(ALL).header("ETag");

        patch("{}").then().statusCode(200).header("ETag", before);
        patch(ALL).then().statusCode(200).header("ETag", before);
    }

    @Test
    void patchShouldRaiseTheVersionAndHonourIfMatch() {
        String before = webadmin.call().get("/groups/" + TEAM).header("ETag");

        String after = patch("{\"moderation\":\"everyone\"}").header("ETag");

        assertThat(after).isNotEqualTo(before);
        webadmin.call("{\"settings\":{\"moderation\":\"none\"}}")
                .header("If-Match", before)
                .patch("/groups/" + TEAM)
                .then()
                .statusCode(412);
        assertThat(settings()).containsEntry("moderation", "everyone");
    }

    @Test
    void patchShouldTakeAThousandAllowedSendersAndNoMore() {
        String thousand = senders(1000);
        patch("{\"allowedSenders\":" + thousand + "}").then().statusCode(200);
        patch("{\"allowedSenders\":" + senders(1001) + "}")
                .then()
                .statusCode(400)
                .body("message", containsString("settings.allowedSenders"));
    }

    private static String senders(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + "s".repeat(50) + i + "@partner.example\"")
                .collect(Collectors.joining(",", "[", "]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"senders\":\"everybody\"}|settings.senders: must be one of anyone, internal",
                "{\"senders\":\"Anyone\"}|settings.senders",
                "{\"senders\":\"unreadable\"}|settings.senders",
                "{\"senders\":null}|settings.senders: must be text",
                "{\"moderation\":\"some\"}|settings.moderation: must be one of",
                "{\"moderation\":null}|settings.moderation",
                "{\"memberVisibility\":\"nobody\"}|settings.memberVisibility: must be one of",
                "{\"spam\":\"drop\"}|settings.spam: must be one of distribute, hold, refuse",
                "{\"replyTo\":\"list\"}|settings.replyTo: must be one of sender, group",
                "{\"join\":\"OPEN\"}|settings.join: must be one of closed, request, open",
                "{\"sendAs\":\"anyone\"}|settings.sendAs: must be one of none, administrators, members",
                "{\"sendAs\":null}|settings.sendAs: must be text",
                "{\"unsubscribe\":\"oneclick\"}|settings.unsubscribe: must be one of none, mail, oneClick",
                "{\"fromRewrite\":\"when_needed\"}|settings.fromRewrite: must be one of never, whenNeeded, always",
                "{\"subjectPrefix\":null}|settings.subjectPrefix: must be text",
                "{\"subjectPrefix\":\"12345678901234567890123456789012345678901\"}|subjectPrefix: it is longer than 40",
                "{\"subjectPrefix\":\"x\\r\\nBcc: y\"}|settings.subjectPrefix: it has a character that is not allowed",
                "{\"subjectPrefix\":\"=?utf-8?Q?x?=\"}|settings.subjectPrefix: it must not have =?",
                "{\"memberVisibility\":1}|settings.memberVisibility: must be text",
                "{\"allowedSenders\":null}|settings.allowedSenders: must be an array",
                "{\"allowedSenders\":[\"a@b.example\",\"nonsense\"]}|settings.allowedSenders[1]: 'nonsense'",
                "{\"allowedSenders\":[\"*@b.example\"]}|settings.allowedSenders[0]",
                "{\"allowedSenders\":[\"@\"]}|settings.allowedSenders[0]",
                "{\"maxMessageBytes\":0}|settings.maxMessageBytes: must be at least 1",
                "{\"maxMessageBytes\":-5}|settings.maxMessageBytes",
                "{\"maxMessageBytes\":1.5}|settings.maxMessageBytes: must be a whole number",
                "{\"maxMessageBytes\":\"1000\"}|settings.maxMessageBytes: must be a whole number",
                "{\"maxMessageBytes\":99999999999999999999}|settings.maxMessageBytes: is too large",
                "{\"maxPerSenderPerMinute\":-1}|settings.maxPerSenderPerMinute: must be from 0 to 1000000",
                "{\"maxPerSenderPerMinute\":4294967297}|settings.maxPerSenderPerMinute: must be from 0",
                "{\"maxPerSenderPerMinute\":\"20\"}|settings.maxPerSenderPerMinute: must be a whole number",
                "{\"maxPerMinute\":1000001}|settings.maxPerMinute: must be from 0 to 1000000",
                "{\"maxPerMinute\":1.5}|settings.maxPerMinute: must be a whole number",
                "{\"maxPerMinute\":true}|settings.maxPerMinute: must be a whole number",
                "{\"maxPerGroupPerMinute\":1}|settings.maxPerGroupPerMinute: unknown field",
                "{\"joining\":\"open\"}|settings.joining: unknown field",
                "{\"envelopeSender\":\"group\"}|settings.envelopeSender: unknown field",
                "{\"listed\":\"no\"}|settings.listed: ",
                "{\"senders\":\"anyone\",\"senders\":\"members\"}|settings.senders: given twice",
                "[]|settings: must be an object",
                "\"x\"|settings: must be an object"
            })
    void patchShouldNameTheSettingWhenItIsWrong(String settings, String named) {
        Map<String, Object> before = settings();

        patch(settings).then().statusCode(400).body("message", containsString(named));

        assertThat(settings()).isEqualTo(before);
    }
}
