// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.value.Address;
import org.mailgroups.value.PageRequest;

/** Leaving a group over the port. */
class LeaveTest {
    @RegisterExtension
    static final Door DOOR = new Door();

    private static final String MEMBER = "member@far.example";
    private static final String OTHER = "other@far.example";

    private static boolean isMember(String group, String address) {
        return DOOR.store().groups().members(Address.parse(group), address, new PageRequest("", 10)).items().stream()
                .anyMatch(member -> member.address().equals(Address.parse(address)));
    }

    private static HttpRequest.Builder oneClick(String token, String type, String body) {
        return DOOR.request("/l/" + token).header("Content-Type", type).POST(BodyPublishers.ofString(body));
    }

    @Test
    void memberShouldLeaveAfterLogIn() {
        String group = "left1@example.org";
        DOOR.createGroup(group, Door.BOB, Door.CAROL);

        HttpResponse<String> answer =
                DOOR.send(DOOR.as(Door.BOB, "/api/groups/" + group + "/leave").POST(BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(isMember(group, Door.BOB)).isFalse();
        assertThat(isMember(group, Door.CAROL)).isTrue();
        assertThat(DOOR.send(DOOR.as(Door.BOB, "/api/groups/" + group + "/leave")
                                .POST(BodyPublishers.noBody()))
                        .statusCode())
                .as("who is no member")
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "application/x-www-form-urlencoded; charset=utf-8",
                "multipart/form-data; boundary=xyz"
            })
    void mailProgramShouldLeaveWithOneClick(String type) {
        String group = "left2" + Integer.toHexString(type.hashCode()) + "@example.org";
        DOOR.createGroup(group, MEMBER, OTHER);
        String token = DOOR.leaveToken(group, MEMBER);
        String body = type.startsWith("multipart")
                ? "--xyz\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--xyz--\r\n"
                : "List-Unsubscribe=One-Click";

        assertThat(DOOR.send(oneClick(token, type, body)).statusCode()).isEqualTo(204);
        assertThat(isMember(group, MEMBER)).isFalse();
        assertThat(isMember(group, OTHER)).isTrue();
        assertThat(DOOR.send(oneClick(token, type, body)).statusCode())
                .as("a mail program that asks twice")
                .isEqualTo(204);
    }

    @Test
    void lookingAtALinkShouldChangeNothing() {
        String group = "left3@example.org";
        DOOR.createGroup(group, MEMBER);
        String token = DOOR.leaveToken(group, MEMBER);

        for (String method : new String[] {"GET", "HEAD"}) {
            HttpResponse<String> answer = DOOR.send(DOOR.request("/l/" + token)
                    .header("Sec-Purpose", "prefetch")
                    .method(method, BodyPublishers.noBody()));
            assertThat(answer.statusCode()).isEqualTo(303);
            assertThat(answer.headers().firstValue("Location")).contains("/#/l/" + token);
            assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        }
        assertThat(DOOR.send(DOOR.request("/api/l/" + token)).body())
                .isEqualTo(
                        "{\"purpose\":\"leave\",\"address\":\"left3@example.org\",\"name\":\"The left3@example.org\"}");
        assertThat(isMember(group, MEMBER)).isTrue();
    }

    @Test
    void otherTokensShouldChangeNothing() {
        String group = "left4@example.org";
        DOOR.createGroup(group, MEMBER);
        DOOR.createGroup("left5@example.org", OTHER);
        String token = DOOR.leaveToken(group, MEMBER);
        char last = token.charAt(token.length() - 1);
        String altered = token.substring(0, token.length() - 1) + (last == 'a' ? 'b' : 'a');

        for (String bad : new String[] {altered, token.substring(1), "x", "%0D%0ASet-Cookie:%20a=b"}) {
            assertThat(DOOR.send(oneClick(bad, "application/x-www-form-urlencoded", "List-Unsubscribe=One-Click"))
                            .statusCode())
                    .as(bad)
                    .isEqualTo(404);
            assertThat(DOOR.send(DOOR.request("/api/l/" + bad)).statusCode()).isEqualTo(404);
        }
        DOOR.send(oneClick(
                DOOR.leaveToken("left5@example.org", OTHER),
                "application/x-www-form-urlencoded",
                "List-Unsubscribe=One-Click"));

        assertThat(isMember(group, MEMBER)).isTrue();
        assertThat(DOOR.send(DOOR.request("/l/%0D%0ASet-Cookie:%20a=b"))
                        .headers()
                        .map())
                .doesNotContainKey("set-cookie");
    }

    @Test
    void pageOfAnotherSiteShouldLeaveNothing() {
        String group = "left6@example.org";
        DOOR.createGroup(group, MEMBER);
        String token = DOOR.leaveToken(group, MEMBER);

        assertThat(DOOR.send(oneClick(token, "application/x-www-form-urlencoded", "List-Unsubscribe=One-Click")
                                .header("Sec-Fetch-Site", "cross-site"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(DOOR.send(oneClick(token, "text/plain", "List-Unsubscribe=One-Click"))
                        .statusCode())
                .isEqualTo(415);
        assertThat(DOOR.send(oneClick(token, "application/x-www-form-urlencoded", "a".repeat(20_000)))
                        .statusCode())
                .isEqualTo(413);
        assertThat(isMember(group, MEMBER)).isTrue();
    }
}
