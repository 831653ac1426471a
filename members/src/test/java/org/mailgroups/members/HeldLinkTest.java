// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupChange;
import org.mailgroups.moderation.HeldState;
import org.mailgroups.value.Address;

/** The link in a notice about a message that waits. */
class HeldLinkTest {
    @RegisterExtension
    static final Door DOOR = new Door();

    private static final String REJECTED = "REJECTED";

    private static String linkTo(String group, String id) {
        Group made = DOOR.createGroup(group, Door.BOB);
        DOOR.hold(made, id);
        return DOOR.heldToken(made, id);
    }

    private static HttpRequest.Builder post(String path) {
        return DOOR.request(path).POST(BodyPublishers.noBody());
    }

    private static HttpResponse<String> fromThePage(HttpRequest.Builder request) {
        return DOOR.send(request.header("Sec-Fetch-Site", "same-origin"));
    }

    private static HeldState state(String group, String id) {
        return DOOR.store()
                .heldMessages()
                .find(Address.parse(group), id)
                .orElseThrow()
                .state();
    }

    @Test
    void lookingAtALinkShouldChangeNothing() {
        String group = "notice1@example.org";
        String token = linkTo(group, "message-1");

        for (String method : List.of("GET", "HEAD")) {
            for (String path : List.of("/l/" + token, "/l/" + token, "/api/l/" + token)) {
                HttpResponse<String> answer = DOOR.send(
                        DOOR.request(path).header("Sec-Purpose", "prefetch").method(method, BodyPublishers.noBody()));
                assertThat(answer.statusCode()).isIn(200, 303);
                assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
                assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
            }
        }

        assertThat(DOOR.send(DOOR.request("/l/" + token)).headers().firstValue("Location"))
                .contains("/#/l/" + token);
        assertThat(DOOR.send(DOOR.request("/api/l/" + token)).body())
                .contains(
                        "\"purpose\":\"held\"",
                        "\"address\":\"" + group + "\"",
                        "\"state\":\"held\"",
                        "\"subject\":\"hello\"",
                        "\"excerpt\":\"Hello.\"")
                .doesNotContain("headers");
        assertThat(state(group, "message-1")).isEqualTo(HeldState.HELD);
    }

    @Test
    void bearerShouldApproveOnceAndBeToldAfterwards() {
        String group = "notice2@example.org";
        String token = linkTo(group, "message-2");

        assertThat(fromThePage(post("/l/" + token + "?action=approve")).statusCode())
                .isEqualTo(204);

        assertThat(state(group, "message-2")).isEqualTo(HeldState.APPROVED);
        assertThat(fromThePage(post("/l/" + token + "?action=approve")).statusCode())
                .as("again")
                .isEqualTo(204);
        assertThat(fromThePage(post("/l/" + token + "?action=reject")).statusCode())
                .as("the opposite")
                .isEqualTo(409);
        assertThat(DOOR.send(DOOR.request("/api/l/" + token)).body())
                .contains("\"state\":\"approved\"", "\"decidedBy\":\"" + Door.ALICE + "\"", "\"decidedAt\":\"")
                .doesNotContain("excerpt", "hello");
    }

    @Test
    void bearerShouldRejectWithWords() {
        String group = "notice3@example.org";
        String token = linkTo(group, "message-3");

        assertThat(fromThePage(Door.json(
                                DOOR.request("/l/" + token + "?action=reject"),
                                "POST",
                                "{\"comment\":\"Not so loud\"}"))
                        .statusCode())
                .isEqualTo(204);

        assertThat(DOOR.store()
                        .heldMessages()
                        .find(Address.parse(group), "message-3")
                        .orElseThrow()
                        .decision()
                        .orElseThrow()
                        .comment())
                .isEqualTo("Not so loud");
    }

    /** What scanners, other pages and mail programs with one-click unsubscribe do. */
    @ParameterizedTest
    @CsvSource({
        "'', Host, 403",
        "Sec-Fetch-Site, cross-site, 403",
        "Sec-Fetch-Site, same-site, 403",
        "Sec-Fetch-Site, none, 403",
        "Origin, https://elsewhere.example, 403"
    })
    void onlyOurOwnPageShouldDecide(String name, String value, int status) {
        String group = "notice4" + Integer.toHexString((name + value).hashCode()) + "@example.org";
        String token = linkTo(group, "message-4" + Integer.toHexString((name + value).hashCode()));

        for (String action : List.of("", "?action=approve", "?action=reject")) {
            HttpRequest.Builder request = post("/l/" + token + action);
            assertThat(DOOR.send(name.isEmpty() ? request : request.header(name, value))
                            .statusCode())
                    .as(action)
                    .isEqualTo(status);
        }
        assertThat(DOOR.send(DOOR.request("/l/" + token + "?action=approve")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString("List-Unsubscribe=One-Click")))
                        .statusCode())
                .isEqualTo(403);
        assertThat(state(group, "message-4" + Integer.toHexString((name + value).hashCode())))
                .isEqualTo(HeldState.HELD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?action=", "?action=leave", "?action=approve&x=1"})
    void otherActionsShouldBeRefused(String query) {
        String group = "notice5" + Integer.toHexString(query.hashCode()) + "@example.org";
        String id = "message-5" + Integer.toHexString(query.hashCode());
        String token = linkTo(group, id);

        assertThat(fromThePage(post("/l/" + token + query)).statusCode()).isEqualTo(400);
        assertThat(state(group, id)).isEqualTo(HeldState.HELD);
    }

    @Test
    void commentOfAnApprovalShouldBeRefused() {
        String token = linkTo("notice6@example.org", "message-6");

        assertThat(fromThePage(Door.json(
                                DOOR.request("/l/" + token + "?action=approve"), "POST", "{\"comment\":\"Good\"}"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void linkOfWhoeverIsNoAdministratorAnyMoreShouldDoNothing() {
        String group = "notice7@example.org";
        String token = linkTo(group, "message-7");
        DOOR.store()
                .groups()
                .update(
                        Address.parse(group),
                        GroupChange.nothing().withAdministrators(List.of(Address.parse(Door.BOB))),
                        OptionalLong.empty());

        assertThat(DOOR.send(DOOR.request("/api/l/" + token)).statusCode()).isEqualTo(404);
        assertThat(fromThePage(post("/l/" + token + "?action=approve")).statusCode())
                .isEqualTo(404);
        assertThat(state(group, "message-7")).isEqualTo(HeldState.HELD);
    }

    @Test
    void linkShouldGiveNoOtherRight() {
        String token = linkTo("notice8@example.org", "message-8");
        fromThePage(post("/l/" + token + "?action=reject"));

        for (String path : List.of("/api/groups/notice8@example.org/held", "/api/groups/notice8@example.org")) {
            assertThat(DOOR.send(DOOR.request(path)).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void tokensOfAnotherPurposeThingOrMakerShouldNotDecide() {
        String group = "notice9@example.org";
        String token = linkTo(group, "message-9");
        char last = token.charAt(token.length() - 1);
        String altered = token.substring(0, token.length() - 1) + (last == 'a' ? 'b' : 'a');

        for (String bad : List.of("x", "a".repeat(40), altered)) {
            assertThat(DOOR.send(DOOR.request("/api/l/" + bad)).statusCode())
                    .as(bad)
                    .isEqualTo(404);
            assertThat(fromThePage(post("/l/" + bad + "?action=approve")).statusCode())
                    .as(bad)
                    .isEqualTo(404);
        }
        fromThePage(post("/l/" + DOOR.leaveToken(group, Door.BOB) + "?action=approve"));
        fromThePage(post("/l/" + linkTo("notice10@example.org", "message-10") + "?action=reject"));

        assertThat(state(group, "message-9")).isEqualTo(HeldState.HELD);
        assertThat(state("notice10@example.org", "message-10").name()).isEqualTo(REJECTED);
    }
}
