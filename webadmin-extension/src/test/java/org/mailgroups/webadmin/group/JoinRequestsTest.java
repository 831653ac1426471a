// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mailgroups.joining.JoinRequestRepository;
import org.mailgroups.profile.Profile;
import org.mailgroups.value.Address;
import org.mailgroups.webadmin.Webadmin;

/** Requests to join, as a postmaster sees them. */
class JoinRequestsTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static final String REQUESTS = "/groups/" + Webadmin.TEAM + "/requests";
    private static final Address BOB = Address.parse(Webadmin.BOB);

    @BeforeEach
    void createTeam() {
        webadmin.createGroup(Webadmin.TEAM);
        webadmin.profiles().save(new Profile(BOB, "Bob", ""));
        webadmin.service(JoinRequestRepository.class)
                .add(webadmin.groups().get(Address.parse(Webadmin.TEAM)).id(), BOB, "Let me in");
    }

    private static String id() {
        return webadmin.call().get(REQUESTS).jsonPath().getString("items[0].id");
    }

    private static boolean isMember() {
        return !webadmin.groups()
                .membersAmong(Address.parse(Webadmin.TEAM), List.of(BOB))
                .isEmpty();
    }

    @Test
    void listShouldHaveWhoAsksAndSinceWhen() {
        webadmin.call()
                .get(REQUESTS + "?limit=10")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].address", equalTo(Webadmin.BOB))
                .body("items[0].name", equalTo("Bob"))
                .body("items[0].text", equalTo("Let me in"))
                .body("items[0].requestedAt", containsString("T"));
    }

    @Test
    void approvalShouldMakeAMember() {
        String id = id();

        webadmin.call().post(REQUESTS + "/" + id + "?action=approve").then().statusCode(204);
        webadmin.call().post(REQUESTS + "/" + id + "?action=approve").then().statusCode(204);
        webadmin.call().post(REQUESTS + "/" + id + "?action=reject").then().statusCode(409);

        assertThat(isMember()).isTrue();
        webadmin.call().get(REQUESTS).then().body("items", hasSize(0));
    }

    @Test
    void rejectionShouldMakeNoMember() {
        webadmin.call("{\"comment\":\"Not now\"}")
                .post(REQUESTS + "/" + id() + "?action=reject")
                .then()
                .statusCode(204);

        assertThat(isMember()).isFalse();
    }

    @Test
    void wrongCallsShouldBeRefused() {
        String id = id();

        webadmin.call().post(REQUESTS + "/" + id).then().statusCode(400);
        webadmin.call()
                .post(REQUESTS + "/" + id + "?action=join")
                .then()
                .statusCode(400)
                .body("message", containsString("approve or reject"));
        webadmin.call().post(REQUESTS + "/0?action=approve").then().statusCode(404);
        webadmin.call().post(REQUESTS + "/x?action=approve").then().statusCode(404);
        webadmin.call()
                .post("/groups/none@example.org/requests/" + id + "?action=approve")
                .then()
                .statusCode(404);
        webadmin.call().get("/groups/none@example.org/requests").then().statusCode(404);
        assertThat(isMember()).isFalse();
    }
}
