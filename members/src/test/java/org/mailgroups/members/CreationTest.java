// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.creation.CreationRules;
import org.mailgroups.creation.NamePattern;
import org.mailgroups.group.NewGroup;
import org.mailgroups.value.Address;

/** Groups that users create, where the postmaster lets them. */
class CreationTest {
    private static final int MAX = 2;

    @RegisterExtension
    static final Door DOOR =
            new Door(new CreationRules(true, List.of(new NamePattern("team-*"), new NamePattern("postmaster")), MAX));

    private static HttpResponse<String> create(String user, String address, String rest) {
        return DOOR.send(Door.json(
                DOOR.as(user, "/api/groups"), "POST", "{\"address\":\"" + address + "\",\"name\":\"A\"" + rest + "}"));
    }

    @Test
    void creatorShouldBeTheAdministratorAndCreateAsManyGroupsAsThePostmasterLets() throws IOException {
        HttpResponse<String> first = create(Door.BOB, "team-1@example.org", ",\"members\":[\"carol@example.org\"]");
        HttpResponse<String> second =
                create(Door.BOB, "team-2@example.org", ",\"administrators\":[\"carol@example.org\"]");
        HttpResponse<String> third = create(Door.BOB, "team-3@example.org", "");

        JsonNode card = new ObjectMapper().readTree(first.body());
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.headers().firstValue("Location")).hasValue("/api/groups/team-1@example.org");
        assertThat(first.headers().firstValue("ETag")).isPresent();
        assertThat(card.get("administrator").asBoolean()).isTrue();
        assertThat(card.get("administrators")).hasSize(1);
        assertThat(card.get("memberCount").asInt()).isEqualTo(1);
        assertThat(new ObjectMapper().readTree(second.body()).get("administrators"))
                .hasToString("[\"bob@example.org\",\"carol@example.org\"]");
        assertThat(third.statusCode()).isEqualTo(409);
        assertThat(third.body()).contains("you have created 2 groups");
        assertThat(DOOR.get(Door.BOB, "/api/me").body()).contains("\"mayCreateGroups\":true");
    }

    @Test
    void onlyGroupsThatSomebodyHasCreatedAndThatAreThereShouldCount() {
        DOOR.addUser("dave@example.org");
        DOOR.setPassword("dave@example.org", "dave");
        for (int i = 0; i < MAX; i++) {
            DOOR.createGroupOf("dave@example.org", "given-" + i + "@example.org");
        }
        create("dave@example.org", "team-d1@example.org", "");
        create("dave@example.org", "team-d2@example.org", "");
        // To give one up does not make room for another one: it is there, with whoever has it now.
        DOOR.send(Door.json(
                DOOR.as("dave@example.org", "/api/groups/team-d1@example.org"),
                "PATCH",
                "{\"administrators\":[\"carol@example.org\"]}"));
        assertThat(create("dave@example.org", "team-d3@example.org", "").statusCode())
                .isEqualTo(409);

        DOOR.send(DOOR.as("dave@example.org", "/api/groups/team-d2@example.org").DELETE());

        assertThat(create("dave@example.org", "team-d3@example.org", "").statusCode())
                .isEqualTo(201);
        assertThat(create("dave@example.org", "team-d4@example.org", "").statusCode())
                .isEqualTo(409);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "crew@example.org|400|must be like team-* or postmaster",
                "team-x@elsewhere.test|400|must be of your own domain, such as team-x@example.org",
                "postmaster@example.org|400|is for postmasters",
                "team-x-owner@example.org|400|reserved",
                "no address|400|address"
            })
    void addressShouldBeAsThePostmasterLets(String address, int status, String message) {
        HttpResponse<String> answer = create(Door.CAROL, address, "");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(message);
    }

    @Test
    void addressOfAnotherShouldBeTaken() {
        DOOR.localAddresses().addUser("team-user@example.org");

        assertThat(create(Door.CAROL, "team-user@example.org", "").statusCode()).isEqualTo(409);
    }

    @Test
    void groupOfOthersShouldBeNoMemberOfTheNewOne() {
        DOOR.store()
                .groups()
                .create(new NewGroup(
                        Address.parse("board@example.org"),
                        "Board",
                        "",
                        List.of(Address.parse(Door.ALICE)),
                        List.of()));

        HttpResponse<String> answer =
                create(Door.CAROL, "team-nest@example.org", ",\"members\":[\"board@example.org\"]");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(DOOR.store().groups().find(Address.parse("team-nest@example.org")))
                .isEmpty();
    }
}
