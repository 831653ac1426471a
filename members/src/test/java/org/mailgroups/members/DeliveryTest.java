// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.choice.Choices;
import org.mailgroups.group.NewMember;
import org.mailgroups.value.Address;

/** What a member chooses to get of a group, over the port. */
class DeliveryTest {
    @RegisterExtension
    static final Door DOOR = new Door();

    private static final Address BOB = Address.parse(Door.BOB);

    private static HttpResponse<String> choose(String user, String group, String body) {
        return DOOR.send(Door.json(DOOR.as(user, path(group)), "PUT", body));
    }

    private static String path(String group) {
        return "/api/groups/" + group + "/delivery";
    }

    private static Choices choices(String group) {
        return DOOR.store()
                .lookup()
                .choices(DOOR.store().lookup().find(Address.parse(group)).orElseThrow());
    }

    @Test
    void memberShouldChooseAndSeeIt() {
        String group = "choice1@example.org";
        DOOR.createGroup(group, Door.BOB, Door.CAROL);
        assertThat(DOOR.get(Door.BOB, path(group)).body()).isEqualTo("{\"delivery\":\"each\",\"ownCopy\":true}");

        assertThat(choose(Door.BOB, group, "{\"delivery\":\"none\",\"ownCopy\":false}")
                        .statusCode())
                .isEqualTo(204);

        assertThat(DOOR.get(Door.BOB, path(group)).body()).isEqualTo("{\"delivery\":\"none\",\"ownCopy\":false}");
        assertThat(choices(group).silent()).containsExactly(BOB);
        assertThat(choices(group).withoutOwnCopy()).containsExactly(BOB);
        assertThat(choose(Door.BOB, group, "{\"delivery\":\"each\"}").statusCode())
                .isEqualTo(204);
        assertThat(DOOR.get(Door.BOB, path(group)).body())
                .as("what is left out stays")
                .isEqualTo("{\"delivery\":\"each\",\"ownCopy\":false}");
        choose(Door.BOB, group, "{\"ownCopy\":true}");
        assertThat(choices(group)).isEqualTo(Choices.NONE);
    }

    @Test
    void choiceShouldHoldForTheAliasesOfAUserAndThroughANestedGroup() {
        DOOR.createGroup("choice2@example.org", Door.ALIAS);
        DOOR.createGroup("choice3@example.org", "choice2@example.org");

        assertThat(choose(Door.ALICE, "choice3@example.org", "{\"delivery\":\"none\"}")
                        .statusCode())
                .isEqualTo(204);

        assertThat(choices("choice3@example.org").silent())
                .containsExactlyInAnyOrder(Address.parse(Door.ALICE), Address.parse(Door.ALIAS));
        assertThat(choices("choice2@example.org")).isEqualTo(Choices.NONE);
    }

    @Test
    void administratorShouldSeeWhoGetsNothingAndOthersShouldNot() {
        String group = "choice4@example.org";
        DOOR.createGroup(group, Door.BOB, Door.CAROL);
        choose(Door.BOB, group, "{\"delivery\":\"none\"}");
        String member = "/api/groups/" + group + "/members/" + Door.BOB;

        assertThat(DOOR.get(Door.ALICE, member).body()).contains("\"delivery\":\"none\"");
        assertThat(DOOR.get(Door.CAROL, member).statusCode()).isEqualTo(200);
        assertThat(DOOR.get(Door.CAROL, member).body()).doesNotContain("delivery");
        assertThat(DOOR.get(Door.ALICE, "/api/groups/" + group + "/members/" + Door.CAROL)
                        .body())
                .doesNotContain("delivery");
    }

    @Test
    void onlyMembersShouldChoose() {
        String group = "choice5@example.org";
        DOOR.createGroup(group, Door.BOB);

        assertThat(choose(Door.CAROL, group, "{\"delivery\":\"none\"}").statusCode())
                .isEqualTo(403);
        assertThat(DOOR.get(Door.CAROL, path(group)).statusCode()).isEqualTo(403);
        assertThat(choose(Door.CAROL, "none@example.org", "{\"delivery\":\"none\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(choices(group)).isEqualTo(Choices.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"delivery\":\"some\"}",
                "{\"delivery\":\"NONE\"}",
                "{\"delivery\":null}",
                "{\"ownCopy\":\"no\"}",
                "{\"digest\":true}"
            })
    void wrongChoicesShouldBeRefused(String body) {
        String group = "choice6" + Integer.toHexString(body.hashCode()) + "@example.org";
        DOOR.createGroup(group, Door.BOB);

        assertThat(choose(Door.BOB, group, body).statusCode()).isEqualTo(400);
        assertThat(choices(group)).isEqualTo(Choices.NONE);
    }

    @Test
    void choiceShouldEndWithTheMembership() {
        String group = "choice7@example.org";
        DOOR.createGroup(group, Door.BOB);
        choose(Door.BOB, group, "{\"delivery\":\"none\"}");

        DOOR.store().groups().removeMembers(Address.parse(group), List.of(BOB), OptionalLong.empty());
        DOOR.store().groups().addMembers(Address.parse(group), List.of(NewMember.of(BOB)), OptionalLong.empty());

        assertThat(choices(group)).isEqualTo(Choices.NONE);
    }
}
