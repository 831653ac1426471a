// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.CAROL;
import static org.mailgroups.webadmin.Webadmin.TEAM;

import io.restassured.response.Response;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.webadmin.Webadmin;

class BulkMembersTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static final String MEMBERS = "/groups/" + TEAM + "/members";

    private static Response post(String query, String json) {
        return webadmin.call(json).post(MEMBERS + query);
    }

    private static List<String> members() {
        return webadmin.call().get(MEMBERS + "?limit=1000").path("items.address");
    }

    private static String externalAddresses(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"m%04d@elsewhere.test\"".formatted(i))
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void addShouldAddAddressesAndNamedMembers() {
        webadmin.createGroup(TEAM, BOB);

        post("?action=add", "[\"" + CAROL + "\",{\"address\":\"x@elsewhere.test\",\"name\":\"X\"},\"" + BOB + "\"]")
                .then()
                .statusCode(204);

        assertThat(members()).containsExactly(BOB, CAROL, "x@elsewhere.test");
        assertThat(webadmin.call().get(MEMBERS + "?q=elsewhere").<String>path("items[0].name"))
                .isEqualTo("X");
    }

    @Test
    void removeShouldRemoveThoseWhoAreThere() {
        webadmin.createGroup(TEAM, BOB, CAROL);

        post("?action=remove", "[\"BOB@example.org\",{\"address\":\"nobody@elsewhere.test\"}]")
                .then()
                .statusCode(204);

        assertThat(members()).containsExactly(CAROL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "[\"carol@example.org\",\"nobody@example.org\"] ~ [1]: nobody@example.org is neither",
                "[\"carol@example.org\",\"no address\"] ~ [1]: 'no address' is not a mail address",
                "[\"carol@example.org\",{\"name\":\"X\"}] ~ [1].address: missing",
                "[\"carol@example.org\",{\"address\":\"x@y.test\",\"nick\":\"X\"}] ~ [1].nick: unknown field",
                "[\"carol@example.org\",7] ~ [1]: must be text or an object",
                "{\"members\":[]} ~ body: must be an array",
                "[\"carol@example.org\"]] ~ body",
                "[\"carol@example.org\" ~ body: is not JSON"
            })
    void addShouldAddNobodyWhenOneIsWrong(String json, String message) {
        webadmin.createGroup(TEAM, BOB);

        post("?action=add", json).then().statusCode(400).body("message", containsString(message));

        assertThat(members()).containsExactly(BOB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"all@example.org", TEAM})
    void addShouldAddNobodyWhenOneWouldCloseACycle(String container) {
        webadmin.createGroup(TEAM, BOB);
        webadmin.createGroup("all@example.org", TEAM);

        post("?action=add", "[\"" + CAROL + "\",\"" + container + "\"]")
                .then()
                .statusCode(409)
                .body("type", equalTo("WrongState"))
                .body("message", containsString("[1]: " + container + " cannot be a member"));

        assertThat(members()).containsExactly(BOB);
    }

    @Test
    void addShouldTakeAThousandButNotMore() {
        webadmin.createGroup(TEAM);

        post("?action=add", externalAddresses(1001)).then().statusCode(413);
        assertThat(members()).isEmpty();
        post("?action=add", externalAddresses(1000)).then().statusCode(204);
        assertThat(members()).hasSize(1000);
        post("?action=remove", externalAddresses(1000)).then().statusCode(204);
        assertThat(members()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?action=", "?action=ADD", "?action=delete", "?action=add&dryRun=true"})
    void postShouldBeRefusedWhenActionIsUnknown(String query) {
        webadmin.createGroup(TEAM);

        post(query, "[\"" + CAROL + "\"]").then().statusCode(400);

        assertThat(members()).isEmpty();
    }

    @Test
    void postShouldBeRefusedWhenVersionIsStale() {
        webadmin.createGroup(TEAM);

        webadmin.call("[\"" + CAROL + "\"]")
                .header("If-Match", "\"999999\"")
                .post(MEMBERS + "?action=add")
                .then()
                .statusCode(412);

        assertThat(members()).isEmpty();
    }

    @Test
    void postShouldBeNotFoundWhenThereIsNoGroup() {
        post("?action=add", "[\"" + CAROL + "\"]").then().statusCode(404);
        post("?action=remove", "[\"" + CAROL + "\"]").then().statusCode(404);
    }
}
