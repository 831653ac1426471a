// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailgroups.webadmin.Webadmin.ALICE;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.CAROL;
import static org.mailgroups.webadmin.Webadmin.TEAM;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mailgroups.webadmin.Webadmin;

class ExclusionsTest {
    private static final String ALL = "all@example.org";
    private static final String EXCLUSIONS = "/groups/" + ALL + "/exclusions";

    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    @BeforeEach
    void createNestedGroups() {
        webadmin.createGroup(TEAM, BOB, CAROL);
        webadmin.createGroup(ALL, TEAM, ALICE);
    }

    private static List<String> recipients() {
        return webadmin.call().get("/groups/" + ALL + "/recipients").path("items.address");
    }

    private static List<String> excluded() {
        return webadmin.call().get(EXCLUSIONS).path("items.member");
    }

    private static int put(String path) {
        return webadmin.call().put(path).statusCode();
    }

    @Test
    void putShouldLeaveTheMemberOutOfTheRecipients() {
        assertThat(recipients()).containsExactly(ALICE, BOB, CAROL);

        assertThat(put(EXCLUSIONS + "/BOB@example.org")).isEqualTo(204);
        assertThat(put(EXCLUSIONS + "/" + BOB)).isEqualTo(204);

        assertThat(recipients()).containsExactly(ALICE, CAROL);
        assertThat(excluded()).containsExactly("BOB@example.org");
        assertThat(webadmin.call()
                        .get("/groups/" + ALL + "/explain?authenticated=true&sender=" + ALICE)
                        .<Integer>path("recipientCount"))
                .isEqualTo(2);
        assertThat(webadmin.call()
                        .get("/groups/" + ALL + "/explain?authenticated=true&sender=" + ALICE)
                        .<Integer>path("excludedCount"))
                .isEqualTo(1);
    }

    @Test
    void deleteShouldLetTheMemberBackIn() {
        put(EXCLUSIONS + "/" + BOB);

        assertThat(webadmin.call().delete(EXCLUSIONS + "/" + BOB).statusCode()).isEqualTo(204);
        assertThat(webadmin.call().delete(EXCLUSIONS + "/" + BOB).statusCode()).isEqualTo(204);

        assertThat(recipients()).contains(BOB);
        assertThat(excluded()).isEmpty();
    }

    @Test
    void putShouldKeepADirectMemberAmongTheRecipients() {
        put(EXCLUSIONS + "/" + ALICE);

        assertThat(recipients()).contains(ALICE);
    }

    @Test
    void putShouldRefuseAGroup() {
        assertThat(put(EXCLUSIONS + "/" + TEAM)).isEqualTo(400);
    }

    @Test
    void everyCallShouldAnswer404WhenThereIsNoSuchGroup() {
        String nowhere = "/groups/nobody@example.org/exclusions";

        assertThat(webadmin.call().get(nowhere).statusCode()).isEqualTo(404);
        assertThat(put(nowhere + "/" + BOB)).isEqualTo(404);
        assertThat(webadmin.call().delete(nowhere + "/" + BOB).statusCode()).isEqualTo(404);
    }

    @Test
    void forgetShouldEndTheExclusion() {
        put(EXCLUSIONS + "/" + BOB);

        webadmin.call().delete("/memberships/" + BOB);

        assertThat(excluded()).isEmpty();
    }
}
