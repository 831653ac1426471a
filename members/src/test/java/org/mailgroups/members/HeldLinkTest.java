// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mailgroups.group.Group;

/** The link in a notice about a message that waits. */
class HeldLinkTest {
    @RegisterExtension
    static final Door DOOR = new Door();

    @Test
    void linkShouldLeadToTheMessageAndChangeNothing() {
        Group group = DOOR.createGroup("notice1@example.org", Door.BOB);
        DOOR.hold(group, "message-1");

        HttpResponse<String> answer = DOOR.send(DOOR.request("/held/" + DOOR.heldToken(group, "message-1")));

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains("/#/groups/notice1@example.org/held/message-1");
        assertThat(answer.body()).isEmpty();
        assertThat(DOOR.get(Door.ALICE, "/api/groups/notice1@example.org/held").body())
                .contains("message-1");
    }

    @Test
    void linkShouldGiveNoRight() {
        Group group = DOOR.createGroup("notice2@example.org", Door.BOB);
        DOOR.hold(group, "message-2");
        DOOR.send(DOOR.request("/held/" + DOOR.heldToken(group, "message-2")));

        assertThat(DOOR.send(DOOR.request("/api/groups/notice2@example.org/held/message-2"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void otherTokensShouldLeadNowhere() {
        DOOR.createGroup("notice3@example.org", Door.BOB);

        for (String token : new String[] {"x", "a".repeat(40), DOOR.leaveToken("notice3@example.org", Door.BOB)}) {
            assertThat(DOOR.send(DOOR.request("/held/" + token)).statusCode())
                    .as(token)
                    .isEqualTo(404);
        }
    }
}
