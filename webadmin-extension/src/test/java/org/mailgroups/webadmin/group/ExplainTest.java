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
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.distribution.Arrival;
import org.mailgroups.distribution.Author;
import org.mailgroups.distribution.StormGuard;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.moderation.NewHeldMessage;
import org.mailgroups.value.Address;
import org.mailgroups.webadmin.Webadmin;

class ExplainTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static Response explain(String query) {
        return webadmin.call().get("/groups/" + TEAM + "/explain?" + query);
    }

    private static void set(String settings) {
        webadmin.call("{\"settings\":" + settings + "}")
                .patch("/groups/" + TEAM)
                .then()
                .statusCode(200);
    }

    private static String decision(String sender, boolean authenticated) {
        return explain("sender=" + sender + "&authenticated=" + authenticated).path("decision");
    }

    @Test
    void explainShouldSayWhatWouldHappenAndWhy() {
        webadmin.createGroup(TEAM, BOB, CAROL, "ext@elsewhere.test");

        assertThat(explain("sender=" + ALICE + "&authenticated=true").asString())
                .isEqualTo("{\"decision\":\"accept\",\"reason\":\"The group takes the message\",\"recipientCount\":3}");
        assertThat(explain("sender=" + ALICE).asString())
                .isEqualTo("{\"decision\":\"refuse\",\"reason\":\"Log in to write to this group as " + ALICE
                        + "\",\"recipientCount\":3}");
        assertThat(explain("sender=ext@elsewhere.test").asString())
                .isEqualTo("{\"decision\":\"refuse\",\"reason\":\"Only authenticated users of this server may "
                        + "write to this group\",\"recipientCount\":3}");
    }

    @ParameterizedTest
    @CsvSource({
        "anyone,none,accept,accept,accept,accept",
        "internal,none,accept,accept,accept,refuse",
        "members,none,accept,accept,refuse,refuse",
        "administrators,none,accept,refuse,refuse,refuse",
        "listed,none,refuse,refuse,refuse,refuse",
        "members,outsiders,accept,accept,hold,hold",
        "anyone,everyone,hold,hold,hold,hold"
    })
    void explainShouldFollowThePolicy(
            String senders, String moderation, String administrator, String nested, String user, String stranger) {
        webadmin.createGroup("inner@example.org", BOB);
        webadmin.createGroup(TEAM, "inner@example.org", ALIAS);
        set("{\"senders\":\"" + senders + "\",\"moderation\":\"" + moderation + "\"}");

        assertThat(decision(ALICE, true)).isEqualTo(administrator);
        assertThat(decision(BOB, true)).isEqualTo(nested);
        assertThat(decision(CAROL, true)).isEqualTo(user);
        assertThat(decision("ext@elsewhere.test", false)).isEqualTo(stranger);
    }

    @Test
    void explainShouldCountTheAliasAsItsUser() {
        webadmin.createGroup(TEAM, BOB);
        set("{\"senders\":\"administrators\"}");

        assertThat(decision(ALIAS, true)).isEqualTo("accept");
        assertThat(decision(BOB, true)).isEqualTo("refuse");
    }

    @Test
    void explainShouldRefuseWhatIsTooLarge() {
        webadmin.createGroup(TEAM, BOB);
        set("{\"maxMessageBytes\":1000}");

        explain("sender=" + ALICE + "&authenticated=true&size=1000").then().body("decision", equalTo("accept"));
        explain("sender=" + ALICE + "&authenticated=true&size=1001")
                .then()
                .body("decision", equalTo("refuse"))
                .body("reason", containsString("1000 bytes"));
        explain("sender=" + ALICE + "&authenticated=true&size=2147483648")
                .then()
                .body("decision", equalTo("refuse"));
    }

    @Test
    void explainShouldRefuseWhenTheGroupHasNoMembers() {
        webadmin.createGroup(TEAM);
        set("{\"moderation\":\"everyone\"}");

        explain("sender=" + ALICE + "&authenticated=true")
                .then()
                .statusCode(200)
                .body("decision", equalTo("refuse"))
                .body("reason", equalTo("The group has no members"))
                .body("recipientCount", equalTo(0));
    }

    @Test
    void explainShouldRefuseWhenTheGroupIsOverALimit() {
        webadmin.createGroup(
                TEAM,
                IntStream.range(0, 51)
                        .mapToObj(i -> "m" + i + "@elsewhere.test")
                        .toArray(String[]::new));

        explain("sender=" + ALICE + "&authenticated=true")
                .then()
                .body("decision", equalTo("refuse"))
                .body("reason", containsString("more recipients"))
                .body("$", not(hasKey("recipientCount")));
    }

    @Test
    void explainShouldRefuseWhatWouldHaveToWaitWhenTooManyWaitAlready() {
        webadmin.createGroup(TEAM, BOB);
        set("{\"senders\":\"members\",\"moderation\":\"outsiders\"}");
        assertThat(decision(CAROL, true)).isEqualTo("hold");
        IntStream.range(0, Webadmin.MAX_HELD.maxPerGroup()).forEach(i -> hold());

        explain("sender=" + CAROL + "&authenticated=true")
                .then()
                .body("decision", equalTo("refuse"))
                .body("reason", containsString("Too many messages wait"))
                .body("recipientCount", equalTo(1));
        assertThat(decision(BOB, true)).isEqualTo("accept");
    }

    @Test
    void explainShouldHoldWhatWouldBePartOfAStormAndCountNothing() {
        webadmin.createGroup(TEAM, BOB);
        set("{\"senders\":\"anyone\",\"maxPerSenderPerMinute\":2,\"maxPerMinute\":3}");
        arrives(ALICE, true);
        for (int i = 0; i < 5; i++) {
            assertThat(decision(ALICE, true)).isEqualTo("accept");
        }
        arrives(ALICE, true);

        explain("sender=" + ALICE + "&authenticated=true")
                .then()
                .body("decision", equalTo("hold"))
                .body("reason", equalTo("More than 2 messages a minute from one sender"))
                .body("recipientCount", equalTo(1));
        assertThat(decision("ext@elsewhere.test", false))
                .as("that is another sender")
                .isEqualTo("accept");
        assertThat(decision(BOB, true)).isEqualTo("accept");
        arrives("ext@elsewhere.test", false);
        assertThat(decision(BOB, true)).isEqualTo("hold");

        set("{\"maxPerSenderPerMinute\":0,\"maxPerMinute\":0}");
        assertThat(decision(ALICE, true)).isEqualTo("accept");
        set("{\"maxPerMinute\":1}");
        IntStream.range(0, Webadmin.MAX_HELD.maxPerGroup()).forEach(i -> hold());
        assertThat(decision(BOB, true)).as("as many wait as may").isEqualTo("refuse");
    }

    private static void arrives(String sender, boolean authenticated) {
        Group group = webadmin.groups().find(Address.parse(TEAM)).orElseThrow();
        GroupEntry entry = new GroupEntry(
                group.id(), group.address(), "", group.version(), group.administrators(), group.settings());
        Author author =
                authenticated ? new Author(Set.of(Address.parse(sender)), null, Set.of(), true) : Author.UNKNOWN;
        webadmin.service(StormGuard.class)
                .decide(Arrival.of(UUID.randomUUID().toString(), entry, author, sender, Set.of()));
    }

    private static void hold() {
        Group group = webadmin.groups().find(Address.parse(TEAM)).orElseThrow();
        webadmin.heldMessages()
                .add(
                        new NewHeldMessage(
                                UUID.randomUUID().toString(),
                                group.id(),
                                group.address(),
                                CAROL,
                                null,
                                "Hello",
                                "Body",
                                Instant.EPOCH,
                                1,
                                "It waits"),
                        Webadmin.MAX_HELD);
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "senders;OPEN;refuse;until its administrators have set who may",
                "senders;anyone ;refuse;until its administrators have set who may",
                "moderation;???;hold;waits for an administrator"
            },
            delimiter = ';',
            ignoreLeadingAndTrailingWhitespace = false)
    void explainShouldOpenNothingWhenThePolicyWasEditedByHand(
            String column, String text, String decision, String reason) throws SQLException {
        webadmin.createGroup(TEAM, BOB);
        set("{\"senders\":\"anyone\"}");

        webadmin.editByHand("UPDATE mail_group SET " + column + " = '" + text + "' WHERE address = '" + TEAM + "'");
        // This server reads the group again after its next change, as it would after a restart.
        webadmin.call("{\"name\":\"Edited\"}").patch("/groups/" + TEAM).then().statusCode(200);

        for (String query : List.of("sender=" + ALICE + "&authenticated=true", "sender=ext@elsewhere.test")) {
            explain(query).then().body("decision", equalTo(decision)).body("reason", containsString(reason));
        }
    }

    @Test
    void explainShouldRefuseWhenAUserHasComeToHaveTheAddress() {
        webadmin.createGroup(TEAM, BOB);
        webadmin.localAddresses().addUser(TEAM);

        explain("sender=" + ALICE + "&authenticated=true").then().body("decision", equalTo("refuse"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "size=5",
                "sender=",
                "sender=nonsense",
                "sender=alice@example.org&authenticated=maybe",
                "sender=alice@example.org&size=-1",
                "sender=alice@example.org&size=many",
                "sender=alice@example.org&size=9999999999999999999",
                "sender=alice@example.org&proven=true",
                "sender=nobody@example.org&authenticated=true",
                "sender=ext@elsewhere.test&authenticated=true"
            })
    void explainShouldBeABadRequestWhenTheQueryIsWrong(String query) {
        webadmin.createGroup(TEAM, BOB);

        explain(query).then().statusCode(400).body("type", equalTo("InvalidArgument"));
    }

    @Test
    void explainShouldBeNotFoundWhenThereIsNoSuchGroup() {
        explain("sender=" + ALICE).then().statusCode(404);
    }
}
