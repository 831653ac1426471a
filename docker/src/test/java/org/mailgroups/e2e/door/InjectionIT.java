// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Received;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.Webadmin;
import org.mailgroups.e2e.harness.Webadmin.Answer;

/** Names and addresses that contain SQL, header fields or commands, and bodies that are too large or broken. */
class InjectionIT {
    private static final int TEN_MEGABYTES = 10 << 20;

    private Organisation org;
    private Webadmin webadmin;
    private String alice;
    private String team;

    @BeforeEach
    void found() {
        org = Organisation.on(SharedServer.besideWorld());
        webadmin = org.webadmin();
        alice = org.user("alice");
        team = org.group("team", alice);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'; DROP TABLE groups; --",
                "x' OR '1'='1",
                "\\'; DELETE FROM members; --",
                "100% _ [a-z]",
                "${jndi:ldap://x.test/a}",
                "\"><script>alert(1)</script>",
                "Team <evil@foreign.test>",
                "{\"a\":1}"
            })
    void nameShouldStayWhatItIs(String name) {
        webadmin.patch(Webadmin.group(team), Map.of("name", name)).expect(200);

        assertThat(webadmin.get(Webadmin.group(team))
                        .expect(200)
                        .json()
                        .path("name")
                        .asText())
                .isEqualTo(name);
        Answer found = webadmin.get("/groups?domain=" + org.domain() + "&q=" + Webadmin.encode(name))
                .expect(200);
        assertThat(found.json().path("items").findValuesAsText("address")).containsExactly(team);
        org.send(alice, Letter.from(alice, "to an odd name").to(team), team);
        Received received = org.inbox(alice).awaitOne();
        assertThat(received.all("List-Id")).singleElement().asString().endsWith(Organisation.listId(team));
        assertThat(received.bodyText()).isEqualTo("Hello.\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Team\r\nBcc: victim@foreign.test", "Team\nX-Evil: 1", "Team\r\n\r\nbody", "Te\u0000am", "Te\ram"
            })
    void nameShouldNotBecomeAHeaderField(String name) {
        Answer answer = webadmin.patch(Webadmin.group(team), Map.of("name", name));
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);

        org.send(alice, Letter.from(alice, "to a forged name").to(team), team);
        Received received = org.inbox(alice).awaitOne();
        assertThat(received.all("X-Evil")).isEmpty();
        assertThat(received.all("Bcc")).isEmpty();
        assertThat(received.bodyText()).isEqualTo("Hello.\r\n");
    }

    @Test
    void nameInAnyScriptShouldStayReadableInTheHeader() {
        String name = "Équipe 日本 \uD83D\uDC8C " + "long ".repeat(20).strip();
        webadmin.patch(Webadmin.group(team), Map.of("name", name)).expect(200);

        org.send(alice, Letter.from(alice, "to a name in many scripts").to(team), team);

        Received received = org.inbox(alice).awaitOne();
        assertThat(received.raw().chars()).as("an ASCII message stays one").allMatch(c -> c < 128);
        assertThat(received.all("List-Id")).singleElement().asString().endsWith(Organisation.listId(team));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x'; DROP TABLE groups; --@foreign.test",
                "a\r\nRCPT TO:<victim@foreign.test>@foreign.test",
                "a b@foreign.test",
                "a@b@foreign.test",
                "*@foreign.test",
                "<a@foreign.test>",
                "\"a\\\r\n\"@foreign.test",
                "a@foreign.test>\r\nDATA",
                "a@foreign.test\u0000",
                "a@-foreign.test",
                "a@foreign..test",
                "no-address",
                "@foreign.test",
                "a@"
            })
    void addressThatIsNoneShouldBeRefused(String address) {
        webadmin.put(Webadmin.member(team, address)).expect(400);
        webadmin.put(Webadmin.group(org.address("other")), body(address)).expect(400);
        webadmin.get(Webadmin.group(org.address("other"))).expect(404);
        assertThat(memberCount()).isEqualTo(1);
    }

    @Test
    void apostropheInAnAddressShouldBeAnApostrophe() {
        String brien = org.user("o'brien");
        webadmin.put(Webadmin.member(team, brien)).expect(204);

        Answer found = webadmin.get(Webadmin.group(team) + "/members?q=" + Webadmin.encode("o'b"))
                .expect(200);
        assertThat(found.json().path("items").findValuesAsText("address")).containsExactly(brien);
        org.send(alice, Letter.from(alice, "to O'Brien").to(team), team);
        org.inbox(brien).awaitOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "_", "' OR 1=1 --", "\\", "\"", "%' ESCAPE '!"})
    void searchShouldTakeTheTextAsItIs(String query) {
        Answer found = webadmin.get("/groups?q=" + Webadmin.encode(query)).expect(200);

        assertThat(found.json().path("items").findValuesAsText("address")).doesNotContain(team);
    }

    @Test
    void cursorAndLimitShouldBeChecked() {
        for (String query : List.of("limit=0", "limit=-1", "limit=x", "limit=999999999999", "unknown=1")) {
            assertThat(webadmin.get("/groups?" + query).status()).as(query).isEqualTo(400);
        }
        Answer page = webadmin.get("/groups?after=" + Webadmin.encode("'; DROP TABLE groups; --"));
        assertThat(page.status()).as(page.body()).isIn(200, 400);
        assertThat(memberCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"array", "nested", "string", "member"})
    void tenMegabytesOfJsonShouldBeRefused(String kind) {
        String huge =
                switch (kind) {
                    case "array" -> "{\"name\":\"x\",\"members\":[" + "\"a@b.test\",".repeat(TEN_MEGABYTES / 11)
                            + "\"a@b.test\"]}";
                    case "nested" -> "[".repeat(TEN_MEGABYTES);
                    case "string" -> "{\"name\":\"" + "x".repeat(TEN_MEGABYTES) + "\"}";
                    default -> "{\"name\":\"x\",\"" + "m".repeat(TEN_MEGABYTES) + "\":1}";
                };
        String other = org.address("other");

        for (Answer answer : List.of(
                webadmin.call("PUT", Webadmin.group(other), Optional.of(huge), Map.of()),
                webadmin.call("PATCH", Webadmin.group(team), Optional.of(huge), Map.of()),
                webadmin.call("PUT", Webadmin.member(team, "b@b.test"), Optional.of(huge), Map.of()))) {
            assertThat(answer.status()).as(answer.response().request().method()).isIn(400, 413);
        }

        webadmin.get(Webadmin.group(other)).expect(404);
        assertThat(memberCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "1",
                "\"x\"",
                "{\"name\":1}",
                "{\"name\":null}",
                "{\"name\":\"x\",\"nonsense\":true}",
                "{\"name\":\"x\"} trailing",
                "{\"name\":\"x\",\"name\":\"y\"}"
            })
    void bodyThatIsNotTheOneExpectedShouldBeRefused(String body) {
        Answer answer = webadmin.call("PUT", Webadmin.group(org.address("other")), Optional.of(body), Map.of());

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        webadmin.get(Webadmin.group(org.address("other"))).expect(404);
    }

    @Test
    void folderTraversalShouldLeadNowhere() {
        for (String path :
                List.of("/groups/..%2f..%2fadmin.jwt", "/groups/%2e%2e/users", "/groups/" + "%00", "/groups/%ff%fe")) {
            Answer answer = webadmin.withToken(Optional.empty()).get(path);
            assertThat(answer.status()).as(path).isIn(400, 401, 404);
        }
    }

    @Test
    void headerOfTheMessageShouldNotChooseRecipients() {
        org.change(team, Map.of("senders", "anyone"));
        try (SmtpClient client = org.smtp()) {
            Letter letter = Letter.from("stranger@elsewhere.test", "resent")
                    .to(team)
                    .with("Resent-To", "<victim@foreign.test>")
                    .with("Apparently-To", "<victim@foreign.test>")
                    .with("X-Original-To", "<victim@foreign.test>");
            Organisation.send(client, "stranger@elsewhere.test", letter, List.of(team));
        }
        org.inbox(alice).awaitOne();
        org.awaitQuiet();
        assertThat(SharedServer.world().messages("victim@foreign.test")).isEmpty();
    }

    private Map<String, Object> body(String member) {
        return Map.of("name", "x", "administrators", List.of(org.address("postmaster")), "members", List.of(member));
    }

    private int memberCount() {
        return webadmin.get(Webadmin.group(team))
                .expect(200)
                .json()
                .path("memberCount")
                .asInt();
    }
}
