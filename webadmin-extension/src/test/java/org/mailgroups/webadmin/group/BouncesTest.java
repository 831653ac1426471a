// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.CAROL;
import static org.mailgroups.webadmin.Webadmin.TEAM;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mailgroups.bounce.BounceLedger;
import org.mailgroups.bounce.BounceLimits;
import org.mailgroups.bounce.Failure;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.value.Address;
import org.mailgroups.webadmin.Webadmin;

class BouncesTest {
    private static final String FRIEND = "friend@elsewhere.test";
    private static final String BOUNCES = "/groups/" + TEAM + "/bounces";
    private static final String MEMBERS = "/groups/" + TEAM + "/members";

    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    @BeforeEach
    void createTeam() {
        webadmin.createGroup(TEAM, BOB, FRIEND, "other@elsewhere.test");
    }

    /** Counts failures of the last days. */
    private static void fail(String member, int days) {
        long group =
                webadmin.service(GroupRepository.class).get(Address.parse(TEAM)).id();
        List<Failure> failures = IntStream.range(0, days)
                .mapToObj(day -> new Failure(
                        group,
                        Address.parse(member),
                        UUID.randomUUID(),
                        Instant.now().minus(Duration.ofDays(day)),
                        "5.1.1",
                        "550 5.1.1 no such user",
                        true))
                .toList();
        webadmin.service(BounceLedger.class).count(failures, BounceLimits.DEFAULT);
    }

    private static List<String> addresses(String path) {
        return webadmin.call().get(path).path("items.address");
    }

    @Test
    void getShouldShowFailuresAndWhoIsSuspended() {
        fail(FRIEND, 5);
        fail(BOB, 2);

        var answer = webadmin.call().get(BOUNCES);

        assertThat(answer.<List<String>>path("items.member")).containsExactly(BOB, FRIEND);
        assertThat(answer.<List<Integer>>path("items.count")).containsExactly(2, 5);
        assertThat(answer.<List<Boolean>>path("items.suspended")).containsExactly(false, true);
        assertThat(answer.<String>path("items[1].lastStatus")).isEqualTo("5.1.1");
        assertThat(answer.<String>path("items[1].lastReply")).isEqualTo("550 5.1.1 no such user");
        assertThat(Instant.parse(answer.path("items[1].firstAt")))
                .isBeforeOrEqualTo(Instant.parse(answer.path("items[1].lastAt")));
        assertThat(webadmin.call().get(BOUNCES + "?limit=1").<List<String>>path("items.member"))
                .containsExactly(BOB);
        assertThat(webadmin.call().get(BOUNCES + "?limit=1&after=" + BOB).<List<String>>path("items.member"))
                .containsExactly(FRIEND);
    }

    @Test
    void membersShouldShowWhoIsSuspended() {
        fail(FRIEND, 5);

        assertThat(webadmin.call().get(MEMBERS + "/" + FRIEND).<Boolean>path("suspended"))
                .isTrue();
        assertThat(webadmin.call().get(MEMBERS + "/" + BOB).asString()).doesNotContain("suspended");
        assertThat(addresses(MEMBERS + "?state=suspended")).containsExactly(FRIEND);
        assertThat(addresses(MEMBERS + "?state=active")).containsExactly(BOB, "other@elsewhere.test");
        assertThat(addresses(MEMBERS + "?state=active&kind=external")).containsExactly("other@elsewhere.test");
        assertThat(webadmin.call().get(MEMBERS + "?state=away").statusCode()).isEqualTo(400);
    }

    @Test
    void deleteShouldForgetFailuresAndResume() {
        fail(FRIEND, 5);

        assertThat(webadmin.call().delete(BOUNCES + "/FRIEND@elsewhere.test").statusCode())
                .isEqualTo(204);
        assertThat(webadmin.call().delete(BOUNCES + "/" + FRIEND).statusCode()).isEqualTo(204);

        assertThat(webadmin.call().get(BOUNCES).<List<String>>path("items")).isEmpty();
        assertThat(addresses(MEMBERS + "?state=suspended")).isEmpty();
    }

    @Test
    void deleteShouldBeNoErrorForSomebodyWithoutFailures() {
        assertThat(webadmin.call().delete(BOUNCES + "/" + CAROL).statusCode()).isEqualTo(204);
    }

    @Test
    void everyCallShouldAnswer404WhenThereIsNoSuchGroup() {
        String nowhere = "/groups/nobody@example.org/bounces";

        assertThat(webadmin.call().get(nowhere).statusCode()).isEqualTo(404);
        assertThat(webadmin.call().delete(nowhere + "/" + BOB).statusCode()).isEqualTo(404);
    }

    @Test
    void forgettingAUserShouldForgetTheFailures() {
        fail(BOB, 5);

        webadmin.call().delete("/memberships/" + BOB);

        assertThat(webadmin.call().get(BOUNCES).<List<String>>path("items")).isEmpty();
    }
}
