// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.setting.Join;
import org.mailgroups.value.Address;
import org.mailgroups.value.PageRequest;

/** Joining a group over the port, and what its administrators decide. */
class JoinTest {
    @RegisterExtension
    static final Door DOOR = new Door();

    private static Group group(String name, Join join) {
        return DOOR.createGroup(name + "@example.org", GroupSettings.DEFAULT.withJoin(join));
    }

    private static boolean isMember(Group group, String address) {
        return !DOOR.store()
                .groups()
                .membersAmong(group.address(), List.of(Address.parse(address)))
                .isEmpty();
    }

    private static HttpResponse<String> join(String user, Group group, String body) {
        String path = "/api/groups/" + group.address() + "/join";
        return DOOR.send(
                body.isEmpty()
                        ? DOOR.as(user, path).POST(BodyPublishers.noBody())
                        : Door.json(DOOR.as(user, path), "POST", body));
    }

    private static JsonNode waiting(Group group) throws IOException {
        HttpResponse<String> answer = DOOR.get(Door.ALICE, "/api/groups/" + group.address() + "/requests");
        assertThat(answer.statusCode()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body()).get("items");
    }

    private static HttpResponse<String> decide(String user, Group group, String id, String action, String body) {
        String path = "/api/groups/" + group.address() + "/requests/" + id + action;
        return DOOR.send(
                body.isEmpty()
                        ? DOOR.as(user, path).POST(BodyPublishers.noBody())
                        : Door.json(DOOR.as(user, path), "POST", body));
    }

    @Test
    void openGroupShouldTakeAUserAtOnce() {
        Group group = group("join1", Join.OPEN);

        assertThat(join(Door.BOB, group, "").body()).isEqualTo("{\"result\":\"joined\"}");
        assertThat(join(Door.BOB, group, "").body()).isEqualTo("{\"result\":\"member\"}");

        assertThat(isMember(group, Door.BOB)).isTrue();
    }

    @Test
    void closedGroupShouldTakeNobody() {
        Group group = group("join2", Join.CLOSED);

        assertThat(join(Door.BOB, group, "").statusCode()).isEqualTo(409);
        assertThat(isMember(group, Door.BOB)).isFalse();
    }

    @Test
    void administratorShouldSeeWhoAsksAndLetThemIn() throws IOException {
        Group group = group("join3", Join.REQUEST);

        assertThat(join(Door.BOB, group, "{\"text\":\"I sing bass\"}").body()).isEqualTo("{\"result\":\"requested\"}");
        assertThat(join(Door.BOB, group, "").body()).isEqualTo("{\"result\":\"waiting\"}");
        JsonNode request = waiting(group).get(0);

        assertThat(request.get("address").asText()).isEqualTo(Door.BOB);
        assertThat(request.get("text").asText()).isEqualTo("I sing bass");
        assertThat(request.get("requestedAt").asText()).endsWith("Z");
        assertThat(isMember(group, Door.BOB)).isFalse();
        String id = request.get("id").asText();
        assertThat(decide(Door.ALICE, group, id, "?action=approve", "").statusCode())
                .isEqualTo(204);
        assertThat(isMember(group, Door.BOB)).isTrue();
        assertThat(waiting(group)).isEmpty();
        assertThat(decide(Door.ALICE, group, id, "?action=approve", "").statusCode())
                .as("again")
                .isEqualTo(204);
        assertThat(decide(Door.ALICE, group, id, "?action=reject", "").statusCode())
                .as("the opposite")
                .isEqualTo(409);
    }

    @Test
    void rejectedUserShouldBeNoMember() throws IOException {
        Group group = group("join4", Join.REQUEST);
        join(Door.BOB, group, "");
        String id = waiting(group).get(0).get("id").asText();

        assertThat(decide(Door.ALICE, group, id, "?action=approve", "{\"comment\":\"x\"}")
                        .statusCode())
                .as("words that nobody would get")
                .isEqualTo(400);
        assertThat(decide(Door.ALICE, group, id, "?action=reject", "{\"comment\":\"We are full\"}")
                        .statusCode())
                .isEqualTo(204);

        assertThat(isMember(group, Door.BOB)).isFalse();
    }

    @Test
    void onlyAdministratorsShouldSeeAndDecide() throws IOException {
        Group group = group("join5", Join.REQUEST);
        Group other = group("join6", Join.REQUEST);
        join(Door.BOB, group, "");
        String id = waiting(group).get(0).get("id").asText();

        assertThat(DOOR.get(Door.CAROL, "/api/groups/" + group.address() + "/requests")
                        .statusCode())
                .isEqualTo(403);
        assertThat(decide(Door.BOB, group, id, "?action=approve", "").statusCode())
                .isEqualTo(403);
        assertThat(decide(Door.ALICE, other, id, "?action=approve", "").statusCode())
                .as("through another group of hers")
                .isEqualTo(404);
        assertThat(isMember(group, Door.BOB)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?action=", "?action=leave"})
    void otherActionsShouldBeRefused(String action) {
        Group group = group("join7" + Integer.toHexString(action.hashCode()), Join.REQUEST);

        assertThat(decide(Door.ALICE, group, "1", action, "").statusCode()).isEqualTo(400);
        for (String id : new String[] {"x", "-1", "999999999999999999999", "0"}) {
            assertThat(decide(Door.ALICE, group, id, "?action=approve", "").statusCode())
                    .as(id)
                    .isEqualTo(404);
        }
    }

    @Test
    void textThatIsTooLongOrUnknownShouldBeRefused() {
        Group group = group("join8", Join.REQUEST);

        assertThat(join(Door.BOB, group, "{\"text\":\"" + "x".repeat(501) + "\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(join(Door.BOB, group, "{\"words\":\"x\"}").statusCode()).isEqualTo(400);
        assertThat(DOOR.store()
                        .joinRequests()
                        .list(group.address(), PageRequest.first(1))
                        .items())
                .isEmpty();
    }

    @Test
    void linkOfANoticeShouldDecideFromThePageAlone() {
        Group group = group("join9", Join.REQUEST);
        join(Door.BOB, group, "{\"text\":\"Please\"}");
        String path = "/l/" + DOOR.requestToken(group);

        assertThat(DOOR.send(DOOR.request("/api" + path)).body())
                .contains("\"purpose\":\"request\"", "\"state\":\"waiting\"", "\"text\":\"Please\"", Door.BOB);
        assertThat(DOOR.send(DOOR.request(path)).statusCode()).isEqualTo(303);
        assertThat(DOOR.send(DOOR.request(path + "?action=approve").POST(BodyPublishers.noBody()))
                        .statusCode())
                .as("from a program")
                .isEqualTo(403);
        assertThat(isMember(group, Door.BOB)).isFalse();

        assertThat(DOOR.send(DOOR.request(path + "?action=approve")
                                .header("Sec-Fetch-Site", "same-origin")
                                .POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(204);
        assertThat(isMember(group, Door.BOB)).isTrue();
        assertThat(DOOR.send(DOOR.request("/api" + path)).body())
                .contains("\"state\":\"approved\"", "\"decidedBy\":\"" + Door.ALICE)
                .doesNotContain("Please");
    }
}
