// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.MemberVisibility;

/** What members, administrators and others see and do. */
class GroupsTest {
    @RegisterExtension
    static final Door DOOR = new Door();

    @Test
    void groupsShouldTellHowOneIsInEach() {
        DOOR.createGroup("inner1@example.org", Door.BOB);
        DOOR.createGroup("outer1@example.org", "inner1@example.org");
        DOOR.createGroup("alias1@example.org", Door.ALIAS);

        assertThat(DOOR.get(Door.BOB, "/api/groups?mine=true&limit=1000").body())
                .contains(
                        "{\"address\":\"inner1@example.org\",\"name\":\"The inner1@example.org\","
                                + "\"administrator\":false,\"memberOf\":[{\"address\":\"bob@example.org\"}]}",
                        "{\"address\":\"outer1@example.org\",\"name\":\"The outer1@example.org\","
                                + "\"administrator\":false,\"memberOf\":[{\"address\":\"bob@example.org\","
                                + "\"through\":\"inner1@example.org\"}]}")
                .doesNotContain("alias1");
        assertThat(DOOR.get(Door.ALICE, "/api/groups?mine=true&limit=1000").body())
                .contains(
                        "{\"address\":\"alias1@example.org\",\"name\":\"The alias1@example.org\","
                                + "\"administrator\":true,\"memberOf\":[{\"address\":\"info@example.org\"}]}",
                        "{\"address\":\"inner1@example.org\",\"name\":\"The inner1@example.org\","
                                + "\"administrator\":true,\"memberOf\":[]}");
    }

    @Test
    void groupsShouldComeInPages() {
        DOOR.createGroup("page1@example.org", Door.CAROL);
        DOOR.createGroup("page2@example.org", Door.CAROL);

        assertThat(DOOR.get(Door.CAROL, "/api/groups?mine=true&limit=1").body())
                .contains("page1@example.org", "\"next\":\"page1@example.org\"")
                .doesNotContain("page2");
        assertThat(DOOR.get(Door.CAROL, "/api/groups?mine=true&limit=1&after=page1@example.org")
                        .body())
                .contains("page2@example.org")
                .doesNotContain("next");
    }

    @Test
    void cardShouldTellEverybodyThatItIsAGroupButNotWhoIsInIt() {
        DOOR.createGroup("team2@example.org", Door.BOB);

        HttpResponse<String> stranger = DOOR.get(Door.CAROL, "/api/groups/team2@example.org");
        assertThat(stranger.body())
                .isEqualTo("{\"address\":\"team2@example.org\",\"name\":\"The team2@example.org\","
                        + "\"description\":\"for tests\",\"administrator\":false,\"memberOf\":[],"
                        + "\"mayListMembers\":false,\"join\":\"closed\"}");
        assertThat(DOOR.get(Door.BOB, "/api/groups/TEAM2@example.org").body())
                .contains("\"memberOf\":[{\"address\":\"bob@example.org\"}]", "\"mayListMembers\":true");
        assertThat(DOOR.get(Door.CAROL, "/api/groups/bob@example.org").statusCode())
                .isEqualTo(404);
    }

    @Test
    void membersShouldBeListedAsTheGroupAllows() {
        DOOR.createGroup("team3@example.org", Door.BOB);
        DOOR.createGroup(
                "open3@example.org", GroupSettings.DEFAULT.withMemberVisibility(MemberVisibility.ANYONE), Door.BOB);

        assertThat(DOOR.get(Door.BOB, "/api/groups/team3@example.org/members?q=bob&kind=user")
                        .body())
                .contains("\"address\":\"bob@example.org\"", "\"kind\":\"user\"");
        assertThat(DOOR.get(Door.CAROL, "/api/groups/team3@example.org/members").statusCode())
                .isEqualTo(403);
        assertThat(DOOR.get(Door.CAROL, "/api/groups/open3@example.org/members").statusCode())
                .isEqualTo(200);
        assertThat(DOOR.get(Door.CAROL, "/api/groups/team3@example.org/members/bob@example.org")
                        .statusCode())
                .isEqualTo(403);
        assertThat(DOOR.get(Door.BOB, "/api/groups/team3@example.org/members?kind=x")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void administratorShouldAddAndRemoveMembers() {
        DOOR.createGroup("team4@example.org", Door.BOB);
        String carol = "/api/groups/team4@example.org/members/carol@example.org";

        assertThat(DOOR.send(DOOR.as(Door.BOB, carol).PUT(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(403);
        assertThat(DOOR.send(Door.json(DOOR.as(Door.ALICE, carol), "PUT", "{\"name\":\"Carol C.\"}"))
                        .statusCode())
                .isEqualTo(204);
        assertThat(DOOR.get(Door.ALICE, carol).body()).contains("Carol C.");
        assertThat(DOOR.send(DOOR.as(Door.ALICE, carol)
                                .header("If-Match", "\"99\"")
                                .DELETE())
                        .statusCode())
                .isEqualTo(412);
        assertThat(DOOR.send(DOOR.as(Door.ALICE, carol).DELETE()).statusCode()).isEqualTo(204);
        assertThat(DOOR.get(Door.ALICE, carol).statusCode()).isEqualTo(404);
    }

    @Test
    void administratorShouldDecideAboutHeldMessages() {
        Group group = DOOR.createGroup("team5@example.org", Door.BOB);
        DOOR.hold(group, "one");
        DOOR.hold(group, "two");
        String held = "/api/groups/team5@example.org/held";

        assertThat(DOOR.get(Door.BOB, held).statusCode()).isEqualTo(403);
        assertThat(DOOR.get(Door.ALICE, held).body()).contains("\"id\":\"one\"", "\"id\":\"two\"");
        assertThat(DOOR.get(Door.ALICE, held + "/one").body()).contains("\"headers\":[{\"name\":\"Subject\"");
        assertThat(DOOR.send(DOOR.as(Door.BOB, held + "/one?action=approve").POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(403);
        assertThat(DOOR.send(DOOR.as(Door.ALICE, held + "/one?action=approve").POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(204);
        assertThat(DOOR.send(Door.json(
                                DOOR.as(Door.ALICE, held + "/two?action=reject"), "POST", "{\"comment\":\"no\"}"))
                        .statusCode())
                .isEqualTo(204);
        assertThat(DOOR.send(DOOR.as(Door.ALICE, held + "/two?action=approve").POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(409);
        assertThat(DOOR.held().carriedOut()).extracting(verdict -> verdict.by()).containsOnly(Door.ALICE);
    }

    @Test
    void addressBookShouldHaveGroups() {
        DOOR.createGroup("team6@example.org", Door.BOB);

        assertThat(DOOR.get(Door.CAROL, "/api/address-book?q=team6").body())
                .contains("\"kind\":\"group\"", "\"mailto\":\"mailto:team6@example.org\"");
    }

    @Test
    void groupThatIsNotListedShouldShowToItsOwnPeopleAlone() {
        DOOR.createGroup("shown1@example.org");
        DOOR.createGroup("shown2secret@example.org", GroupSettings.DEFAULT.withListed(false), Door.BOB);
        DOOR.createGroup("shown3@example.org");

        for (String insider : List.of(Door.ALICE, Door.BOB)) {
            assertThat(DOOR.get(insider, "/api/groups?q=shown").body())
                    .containsSubsequence("shown1@", "shown2secret@", "shown3@");
            assertThat(DOOR.get(insider, "/api/groups?q=shown&limit=1&after=shown1@example.org")
                            .body())
                    .contains("\"shown2secret@example.org\"", "\"next\":\"shown2secret@example.org\"");
            assertThat(DOOR.get(insider, "/api/groups?q=shown&limit=1&after=shown2secret@example.org")
                            .body())
                    .contains("shown3@")
                    .doesNotContain("shown2secret@", "next");
            assertThat(DOOR.get(insider, "/api/groups/shown2secret@example.org").statusCode())
                    .isEqualTo(200);
        }
        assertThat(DOOR.get(Door.CAROL, "/api/groups?q=shown").body())
                .contains("shown1@", "shown3@")
                .doesNotContain("secret");
        assertThat(DOOR.get(Door.CAROL, "/api/groups/shown2secret@example.org").statusCode())
                .isEqualTo(404);
    }
}
