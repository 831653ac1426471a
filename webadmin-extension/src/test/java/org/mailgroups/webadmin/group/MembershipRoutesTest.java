// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.mailgroups.webadmin.Webadmin.ALIAS;
import static org.mailgroups.webadmin.Webadmin.ALICE;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.CAROL;
import static org.mailgroups.webadmin.Webadmin.TEAM;

import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.webadmin.Webadmin;

class MembershipRoutesTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    @BeforeEach
    void createNestedGroups() {
        webadmin.createGroup(TEAM, BOB);
        webadmin.createGroup("all@example.org", TEAM, BOB);
        webadmin.createGroup("top@example.org", "all@example.org");
        webadmin.createGroup("other@example.org", CAROL);
    }

    private static List<String> groupsOf(String address) {
        return webadmin.call().get("/memberships/" + address).path("items.address");
    }

    @Test
    void listShouldTellGroupsDirectAndThroughNesting() {
        assertThat(webadmin.call().get("/memberships/BOB@example.org").asString())
                .isEqualTo("{\"items\":[{\"address\":\"all@example.org\",\"name\":\"A group\",\"direct\":true},"
                        + "{\"address\":\"team@example.org\",\"name\":\"A group\",\"direct\":true},"
                        + "{\"address\":\"top@example.org\",\"name\":\"A group\",\"direct\":false}]}");
    }

    @Test
    void listShouldBeEmptyWhenTheAddressIsNowhere() {
        assertThat(webadmin.call().get("/memberships/stranger@elsewhere.test").asString())
                .isEqualTo("{\"items\":[]}");
    }

    @Test
    void listShouldComeInPages() {
        Response first = webadmin.call().get("/memberships/" + BOB + "?limit=2");
        Response second = webadmin.call().get("/memberships/" + BOB + "?limit=2&after=" + first.path("next"));

        assertThat(first.<List<String>>path("items.address")).containsExactly("all@example.org", TEAM);
        assertThat(second.<List<String>>path("items.address")).containsExactly("top@example.org");
    }

    @Test
    void addAndRemoveShouldWorkFromTheSideOfTheAddress() {
        webadmin.call("{\"name\":\"C\"}")
                .put("/memberships/" + CAROL + "/" + TEAM)
                .then()
                .statusCode(204);
        webadmin.call()
                .put("/memberships/" + CAROL + "/TEAM@example.org")
                .then()
                .statusCode(204);
        assertThat(groupsOf(CAROL)).containsExactly("all@example.org", "other@example.org", TEAM, "top@example.org");

        webadmin.call().delete("/memberships/" + CAROL + "/" + TEAM).then().statusCode(204);
        webadmin.call().delete("/memberships/" + CAROL + "/" + TEAM).then().statusCode(204);
        assertThat(groupsOf(CAROL)).containsExactly("other@example.org");
    }

    @Test
    void addShouldRefuseACycle() {
        webadmin.call()
                .put("/memberships/top@example.org/" + TEAM)
                .then()
                .statusCode(409)
                .body("type", equalTo("WrongState"));
    }

    @Test
    void deleteShouldTakeTheAddressOutOfEverything() {
        webadmin.call("{\"administrators\":[\"alice@example.org\",\"bob@example.org\"]}")
                .patch("/groups/other@example.org")
                .then()
                .statusCode(200);

        webadmin.call().delete("/memberships/" + BOB).then().statusCode(204).body(equalTo(""));

        assertThat(groupsOf(BOB)).isEmpty();
        webadmin.call().get("/groups/other@example.org").then().body("administrators", equalTo(List.of(ALICE)));
        webadmin.call().delete("/memberships/" + BOB).then().statusCode(204);
    }

    @Test
    void deleteShouldNameTheGroupsAndChangeNothingWhenNoAdministratorWouldBeLeft() {
        webadmin.call().put("/groups/" + TEAM + "/members/" + ALICE);

        webadmin.call()
                .delete("/memberships/" + ALICE)
                .then()
                .statusCode(409)
                .body("type", equalTo("WrongState"))
                .body("message", containsString("other@example.org"))
                .body("message", containsString("top@example.org"));
        assertThat(groupsOf(ALICE)).contains(TEAM);
    }

    @Test
    void renameShouldPutTheNewAddressEverywhere() {
        webadmin.localAddresses().addUser("robert@example.org");
        webadmin.call("{\"administrators\":[\"bob@example.org\"]}").patch("/groups/other@example.org");

        webadmin.call()
                .post("/memberships/" + BOB + "?action=rename&to=Robert@example.org")
                .then()
                .statusCode(204)
                .body(equalTo(""));

        assertThat(groupsOf(BOB)).isEmpty();
        assertThat(groupsOf("robert@example.org")).containsExactly("all@example.org", TEAM, "top@example.org");
        webadmin.call()
                .get("/groups/other@example.org")
                .then()
                .body("administrators", equalTo(List.of("Robert@example.org")));
    }

    @Test
    void renameShouldTakeAStrangerOrAnAliasWhenTheOldAddressAdministratesNothing() {
        webadmin.call()
                .post("/memberships/" + BOB + "?action=rename&to=bob@elsewhere.test")
                .then()
                .statusCode(204);
        webadmin.call()
                .post("/memberships/bob@elsewhere.test?action=rename&to=" + ALIAS)
                .then()
                .statusCode(204);

        assertThat(groupsOf(ALIAS)).containsExactly("all@example.org", TEAM, "top@example.org");
    }

    @ParameterizedTest
    @CsvSource({
        "bob@example.org,action=rename,to",
        "bob@example.org,action=rename&to=,to",
        "bob@example.org,action=rename&to=nonsense,to",
        "bob@example.org,action=rename&to=nobody@example.org,to",
        "alice@example.org,action=rename&to=alice@elsewhere.test,to",
        "alice@example.org,action=rename&to=info@example.org,to",
        "bob@example.org,to=carol@example.org,action",
        "bob@example.org,action=Rename&to=carol@example.org,action",
        "bob@example.org,action=delete&to=carol@example.org,action",
        "bob@example.org,action=rename&action=rename&to=carol@example.org,action",
        "bob,action=rename&to=carol@example.org,address"
    })
    void renameShouldNameWhatIsWrong(String address, String query, String named) {
        webadmin.call()
                .post("/memberships/" + address + "?" + query)
                .then()
                .statusCode(400)
                .body("type", equalTo("InvalidArgument"))
                .body("message", containsString(named));
        assertThat(groupsOf(BOB)).hasSize(3);
    }

    @Test
    void renameShouldNotCloseACycle() {
        webadmin.call()
                .post("/memberships/" + BOB + "?action=rename&to=top@example.org")
                .then()
                .statusCode(409)
                .body("type", equalTo("WrongState"));

        assertThat(groupsOf(BOB)).hasSize(3);
    }
}
