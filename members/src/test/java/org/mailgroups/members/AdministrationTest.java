// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.MemberVisibility;
import org.mailgroups.profile.Profile;
import org.mailgroups.value.Address;

/** What an administrator changes in a group, and nobody else. */
class AdministrationTest {
    @RegisterExtension
    static final Door DOOR = new Door();

    private static HttpResponse<String> send(String user, String method, String path, String body) {
        return DOOR.send(Door.json(DOOR.as(user, path), method, body));
    }

    private static int without(String user, String method, String path) {
        return DOOR.send(DOOR.as(user, path).method(method, BodyPublishers.noBody()))
                .statusCode();
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }

    @Test
    void cardShouldHaveSettingsAndVersionForAdministratorsOnly() throws IOException {
        DOOR.createGroup("card@example.org", Door.BOB);

        HttpResponse<String> admin = DOOR.get(Door.ALICE, "/api/groups/card@example.org");
        HttpResponse<String> member = DOOR.get(Door.BOB, "/api/groups/card@example.org");

        JsonNode card = json(admin);
        assertThat(card.at("/settings/senders").asText()).isEqualTo("internal");
        assertThat(card.at("/administrators/0").asText()).isEqualTo(Door.ALICE);
        assertThat(card.get("memberCount").asLong()).isEqualTo(1);
        assertThat(admin.headers().firstValue("ETag")).isPresent();
        assertThat(json(member).has("settings")).isFalse();
        assertThat(json(member).has("administrators")).isFalse();
        assertThat(member.headers().firstValue("ETag")).isEmpty();
    }

    @Test
    void administratorShouldChangeAGroupInTheVersionThatWasSeen() throws IOException {
        DOOR.createGroup("change@example.org", Door.BOB);
        String path = "/api/groups/change@example.org";
        String version = DOOR.get(Door.ALICE, path).headers().firstValue("ETag").orElseThrow();
        String change = "{\"name\":\"Choir\",\"description\":\"sings\",\"administrators\":[\"alice@example.org\","
                + "\"bob@example.org\"],\"settings\":{\"moderation\":\"everyone\"}}";

        assertThat(send(Door.BOB, "PATCH", path, change).statusCode()).isEqualTo(403);
        HttpResponse<String> changed =
                DOOR.send(Door.json(DOOR.as(Door.ALICE, path).header("If-Match", version), "PATCH", change));
        HttpResponse<String> late =
                DOOR.send(Door.json(DOOR.as(Door.ALICE, path).header("If-Match", version), "PATCH", change));

        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(json(changed).get("name").asText()).isEqualTo("Choir");
        assertThat(json(changed).at("/settings/moderation").asText()).isEqualTo("everyone");
        assertThat(json(changed).at("/settings/senders").asText()).isEqualTo("internal");
        assertThat(changed.headers().firstValue("ETag")).isPresent().isNotEqualTo(version);
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(json(DOOR.get(Door.BOB, path)).get("administrator").asBoolean())
                .isTrue();
    }

    @Test
    void lastAdministratorShouldStayAndAddressesBePostmasters() {
        DOOR.createGroup("last@example.org");
        String path = "/api/groups/last@example.org";

        assertThat(send(Door.ALICE, "PATCH", path, "{\"administrators\":[]}").statusCode())
                .isEqualTo(400);
        assertThat(send(Door.ALICE, "PATCH", path, "{\"address\":\"else@example.org\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(Door.ALICE, "PATCH", path, "{\"settings\":{\"sender\":\"x\"}}")
                        .body())
                .contains("settings.sender: unknown field");
        assertThat(DOOR.store().groups().find(Address.parse("else@example.org")))
                .isEmpty();
    }

    @Test
    void administratorWhoHandsTheGroupOverShouldSeeTheCardOfOthers() throws IOException {
        DOOR.createGroup("handed@example.org");

        HttpResponse<String> answer = send(
                Door.ALICE, "PATCH", "/api/groups/handed@example.org", "{\"administrators\":[\"bob@example.org\"]}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).get("administrator").asBoolean()).isFalse();
        assertThat(json(answer).has("settings")).isFalse();
    }

    @Test
    void administratorShouldDisbandAGroupOfAnySize() {
        DOOR.createGroup("small@example.org", Door.BOB);

        assertThat(without(Door.BOB, "DELETE", "/api/groups/small@example.org")).isEqualTo(403);
        assertThat(DOOR.send(DOOR.as(Door.ALICE, "/api/groups/small@example.org")
                                .header("If-Match", "\"99\"")
                                .DELETE())
                        .statusCode())
                .isEqualTo(412);
        assertThat(without(Door.ALICE, "DELETE", "/api/groups/small@example.org"))
                .isEqualTo(204);
        assertThat(without(Door.ALICE, "DELETE", "/api/groups/small@example.org"))
                .isEqualTo(404);

        DOOR.createLargeGroup("large@example.org", 10_001);
        assertThat(without(Door.ALICE, "DELETE", "/api/groups/large@example.org"))
                .isEqualTo(204);
        assertThat(DOOR.store().groups().find(Address.parse("large@example.org")))
                .isEmpty();
    }

    @Test
    void groupsShouldBeListedAsInTheAddressBook() throws IOException {
        DOOR.createGroup("seen1@example.org", Door.BOB);
        DOOR.createGroup("seen2@example.org");

        JsonNode all = json(DOOR.get(Door.BOB, "/api/groups?q=seen")).get("items");
        JsonNode mine = json(DOOR.get(Door.BOB, "/api/groups?q=seen&mine=true")).get("items");

        assertThat(all.findValuesAsText("name")).containsExactly("The seen1@example.org", "The seen2@example.org");
        assertThat(all.at("/0/memberOf/0/address").asText()).isEqualTo(Door.BOB);
        assertThat(all.at("/1/memberOf")).isEmpty();
        assertThat(mine.findValuesAsText("name")).containsExactly("The seen1@example.org");
        assertThat(json(DOOR.get(Door.BOB, "/api/groups?q=nothing-like-this&mine=true"))
                        .get("items"))
                .isEmpty();
        assertThat(DOOR.get(Door.BOB, "/api/groups?mine=yes").statusCode()).isEqualTo(400);
    }

    @Test
    void manyMembersShouldBeAddedAndRemovedAtOnceOrNot() {
        DOOR.createGroup("many@example.org");
        String members = "/api/groups/many@example.org/members";
        String two = "[\"bob@example.org\",{\"address\":\"far@elsewhere.test\",\"name\":\"Far\"}]";

        assertThat(send(Door.BOB, "POST", members + "?action=add", two).statusCode())
                .isEqualTo(403);
        assertThat(send(Door.ALICE, "POST", members + "?action=add", two).statusCode())
                .isEqualTo(204);
        assertThat(DOOR.get(Door.ALICE, members).body()).contains(Door.BOB, "\"name\":\"Far\"");
        assertThat(send(Door.ALICE, "POST", members + "?action=add", "[\"carol@example.org\",\"none@example.org\"]")
                        .body())
                .contains("[1]");
        assertThat(DOOR.get(Door.ALICE, members).body()).doesNotContain(Door.CAROL);
        assertThat(send(Door.ALICE, "POST", members + "?action=remove", two).statusCode())
                .isEqualTo(204);
        assertThat(DOOR.get(Door.ALICE, members).body()).isEqualTo("{\"items\":[]}");
        assertThat(send(Door.ALICE, "POST", members, two).body()).contains("action must be add or remove or import");
        assertThat(send(Door.ALICE, "POST", members + "?action=add&mode=add", two)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void candidatesShouldBeForAdministrators() {
        DOOR.createGroup("candidates@example.org", Door.BOB);
        String path = "/api/groups/candidates@example.org/candidates";

        assertThat(DOOR.get(Door.BOB, path).statusCode()).isEqualTo(403);
        assertThat(DOOR.get(Door.ALICE, path + "?q=carol").body()).contains(Door.CAROL, "\"kind\":\"user\"");
        assertThat(DOOR.get(Door.ALICE, path + "?q=bob").body()).doesNotContain(Door.BOB);
    }

    /** Whoever may create a group could else list the users of all domains. */
    @Test
    void usersOfOtherDomainsShouldBeNoCandidates() {
        DOOR.createGroup("domains@example.org");
        DOOR.localAddresses().addDomain("example.net");
        DOOR.localAddresses().addUser("zoe@example.net");
        DOOR.store().profiles().save(new Profile(Address.parse("zoe@example.net"), "Zoe", ""));
        DOOR.store().profiles().save(new Profile(Address.parse(Door.CAROL), "Carol Zoeller", ""));
        String group = "/api/groups/domains@example.org";

        for (String query : List.of("?q=zoe", "?q=example.net", "")) {
            assertThat(DOOR.get(Door.ALICE, group + "/candidates" + query).body())
                    .contains("\"items\"")
                    .doesNotContain("zoe@example.net");
        }
        assertThat(DOOR.get(Door.ALICE, group + "/candidates?q=zoe").body()).contains(Door.CAROL);
        for (String query : List.of("", "?notIn=any")) {
            assertThat(DOOR.get(Door.ALICE, group + "/templates/users-mailbox-available.csv" + query)
                            .body())
                    .contains("Identifier;Name")
                    .doesNotContain("zoe@example.net");
        }
    }

    @Test
    void sharedContactShouldBecomeAMemberAndAHiddenOneNotExist() {
        DOOR.createGroup("contacts@example.org");
        UUID shared = DOOR.contact("Ann", "ann@elsewhere.test", true);
        UUID hidden = DOOR.contact("Hidden", "hidden@elsewhere.test", false);
        String members = "/api/groups/contacts@example.org/members/contact:";

        assertThat(without(Door.ALICE, "PUT", members + shared)).isEqualTo(204);
        assertThat(without(Door.ALICE, "PUT", members + hidden)).isEqualTo(404);
        assertThat(send(Door.ALICE, "PUT", members + shared, "{\"name\":\"x\"}").statusCode())
                .isEqualTo(400);
        assertThat(DOOR.get(Door.ALICE, "/api/groups/contacts@example.org/members")
                        .body())
                .contains("ann@elsewhere.test", shared.toString());
        assertThat(without(Door.ALICE, "DELETE", members + shared)).isEqualTo(204);
        assertThat(DOOR.get(Door.ALICE, "/api/groups/contacts@example.org/members")
                        .body())
                .isEqualTo("{\"items\":[]}");
    }

    @Test
    void suspensionShouldBeSeenByAdministratorsAndEndedByThem() {
        Group group = DOOR.createGroup(
                "bounces@example.org",
                GroupSettings.DEFAULT.withMemberVisibility(MemberVisibility.MEMBERS),
                Door.BOB,
                "gone@elsewhere.test");
        DOOR.suspend(group, "gone@elsewhere.test");
        String base = "/api/groups/bounces@example.org";

        assertThat(DOOR.get(Door.BOB, base + "/bounces").statusCode()).isEqualTo(403);
        assertThat(DOOR.get(Door.ALICE, base + "/bounces").body())
                .contains("\"member\":\"gone@elsewhere.test\"", "\"suspended\":true");
        assertThat(DOOR.get(Door.ALICE, base + "/members?state=suspended").body())
                .contains("gone@elsewhere.test", "\"suspended\":true")
                .doesNotContain(Door.BOB);
        assertThat(DOOR.get(Door.BOB, base + "/members?state=suspended").body()).isEqualTo("{\"items\":[]}");
        assertThat(DOOR.get(Door.BOB, base + "/members").body()).doesNotContain("suspended");
        assertThat(without(Door.BOB, "DELETE", base + "/bounces/gone@elsewhere.test"))
                .isEqualTo(403);
        assertThat(without(Door.ALICE, "DELETE", base + "/bounces/gone@elsewhere.test"))
                .isEqualTo(204);
        assertThat(DOOR.get(Door.ALICE, base + "/bounces").body()).isEqualTo("{\"items\":[]}");
    }

    @Test
    void exclusionsShouldBeListedMadeAndEnded() {
        DOOR.createGroup("excluded@example.org", Door.BOB);
        String exclusions = "/api/groups/excluded@example.org/exclusions";
        String carol = exclusions + "/" + Door.CAROL;

        assertThat(DOOR.get(Door.BOB, exclusions).statusCode()).isEqualTo(403);
        assertThat(without(Door.BOB, "PUT", carol)).isEqualTo(403);
        assertThat(without(Door.ALICE, "PUT", carol)).isEqualTo(204);
        assertThat(without(Door.ALICE, "PUT", carol)).isEqualTo(204);
        assertThat(DOOR.get(Door.ALICE, exclusions).body()).contains("\"member\":\"carol@example.org\"");
        assertThat(without(Door.ALICE, "DELETE", carol)).isEqualTo(204);
        assertThat(DOOR.get(Door.ALICE, exclusions).body()).isEqualTo("{\"items\":[]}");
    }

    @Test
    void manyMessagesShouldBeDecidedAboutAtOnce() {
        Group group = DOOR.createGroup("held@example.org", Door.BOB);
        List<String> ids = List.of(
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString());
        ids.forEach(id -> DOOR.hold(group, id));
        String held = "/api/groups/held@example.org/held";
        String two = "{\"ids\":[\"" + ids.get(0) + "\",\"" + ids.get(1) + "\"]}";
        String unknown = "{\"ids\":[\"" + ids.get(2) + "\",\"" + UUID.randomUUID() + "\"]}";

        assertThat(send(Door.BOB, "POST", held + "?action=approve", two).statusCode())
                .isEqualTo(403);
        assertThat(send(Door.ALICE, "POST", held + "?action=approve", two).statusCode())
                .isEqualTo(204);
        assertThat(send(Door.ALICE, "POST", held + "?action=reject", unknown).statusCode())
                .isEqualTo(404);
        assertThat(DOOR.get(Door.ALICE, held).body()).contains(ids.get(2)).doesNotContain(ids.get(0), ids.get(1));
        assertThat(send(
                                Door.ALICE,
                                "POST",
                                held + "?action=reject",
                                "{\"ids\":[\"" + ids.get(2) + "\"],\"comment\":\"no\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(DOOR.get(Door.ALICE, held).body()).isEqualTo("{\"items\":[]}");
    }

    @Test
    void wholeMessageShouldBeAFileThatNoBrowserShows() {
        Group group = DOOR.createGroup("raw@example.org", Door.BOB);
        String id = UUID.randomUUID().toString();
        DOOR.hold(group, id);
        String path = "/api/groups/raw@example.org/held/" + id + "?raw=true";

        HttpResponse<String> raw = DOOR.get(Door.ALICE, path);

        assertThat(raw.body()).contains("Subject: hello", "Hello.");
        assertThat(raw.headers().firstValue("Content-Type")).hasValue("message/rfc822");
        assertThat(raw.headers().firstValue("Content-Disposition"))
                .get()
                .asString()
                .startsWith("attachment");
        assertThat(DOOR.get(Door.BOB, path).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "PATCH, /api/groups/none@example.org, {}",
        "DELETE, /api/groups/none@example.org,",
        "GET, /api/groups/none@example.org/bounces,",
        "GET, /api/groups/none@example.org/imports,",
        "GET, /api/groups/none@example.org/export.csv,",
        "PUT, /api/groups/none@example.org/exclusions/bob@example.org,"
    })
    void groupThatIsNotThereShouldBeUnknown(String method, String path, String body) {
        assertThat(
                        body == null
                                ? without(Door.ALICE, method, path)
                                : send(Door.ALICE, method, path, body).statusCode())
                .isEqualTo(404);
    }

    @Test
    void userShouldCreateNoGroupUnlessThePostmasterLetsUsers() throws IOException {
        assertThat(send(Door.BOB, "POST", "/api/groups", "{\"address\":\"own@example.org\",\"name\":\"Own\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(json(DOOR.get(Door.BOB, "/api/me")).get("mayCreateGroups").asBoolean())
                .isFalse();
        assertThat(Set.of(Address.parse("own@example.org")))
                .allSatisfy(address ->
                        assertThat(DOOR.store().groups().find(address)).isEmpty());
    }
}
