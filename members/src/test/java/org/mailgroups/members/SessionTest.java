// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who calls: passwords, sessions, and pages of other sites. */
class SessionTest {
    private static final String PATH = "/api/session";
    private static final String ME = "/api/me";

    @RegisterExtension
    static final Door DOOR = new Door();

    @Test
    void sessionShouldNameTheUserAndAllAliases() {
        HttpResponse<String> answer = DOOR.get(Door.ALICE, ME);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"user\":\"alice@example.org\",\"aliases\":[\"info@example.org\"],"
                        + "\"mayCreateGroups\":false,\"postmaster\":false}");
    }

    @Test
    void rightPasswordShouldBeComparedOnceForManyCalls() {
        DOOR.get(Door.BOB, ME);
        int before = DOOR.comparisons();

        for (int i = 0; i < 5; i++) {
            assertThat(DOOR.get(Door.BOB, ME).statusCode()).isEqualTo(200);
        }

        assertThat(DOOR.comparisons()).isEqualTo(before);
    }

    @Test
    void wrongPasswordAndUnknownUserShouldGetOneAnswerAtOneTime() {
        long before = System.nanoTime();
        HttpResponse<String> wrong = DOOR.send(DOOR.request(ME).header("Authorization", Door.basic(Door.CAROL, "x")));
        long between = System.nanoTime();
        HttpResponse<String> unknown =
                DOOR.send(DOOR.request(ME).header("Authorization", Door.basic("nobody@example.org", "x")));
        long after = System.nanoTime();

        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(wrong.body());
        assertThat(wrong.headers().firstValue("WWW-Authenticate"))
                .get()
                .asString()
                .startsWith("Basic realm=");
        assertThat(Duration.ofNanos(between - before)).isGreaterThan(Duration.ofMillis(450));
        assertThat(Duration.ofNanos(after - between)).isGreaterThan(Duration.ofMillis(450));
    }

    @Test
    void wrongPasswordAndUnknownUserShouldGetOneAnswerAtOneTimeFromTheFormToo() {
        for (String user : List.of(Door.CAROL, "nobody@example.org", "no address")) {
            long before = System.nanoTime();
            HttpResponse<String> answer =
                    DOOR.send(Door.json(DOOR.request(PATH), "POST", "{\"user\":\"" + user + "\",\"password\":\"x\"}"));
            long after = System.nanoTime();

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("log in with the address and the password of a user of this server");
            assertThat(Duration.ofNanos(after - before)).as(user).isGreaterThan(Duration.ofMillis(450));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic !", "Basic YWxpY2U=", "Bearer abc", "Basic Og==", "x"})
    void logInShouldBeRefusedWhenItIsNone(String header) {
        assertThat(DOOR.send(DOOR.request(ME).header("Authorization", header)).statusCode())
                .isEqualTo(401);
    }

    @Test
    void callShouldBeTriedAgainLaterWhenUsersAreAway() {
        DOOR.takeUsersAway(true);
        try {
            HttpResponse<String> answer =
                    DOOR.send(DOOR.request(ME).header("Authorization", Door.basic(Door.CAROL, "away")));

            assertThat(answer.statusCode()).isEqualTo(503);
        } finally {
            DOOR.takeUsersAway(false);
        }
    }

    @Test
    void cookieShouldBeUsableByNoScriptAndNoOtherSite() {
        HttpResponse<String> answer =
                DOOR.send(Door.json(DOOR.request(PATH), "POST", "{\"user\":\"bob@example.org\",\"password\":\"bob\"}"));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Set-Cookie"))
                .get()
                .asString()
                .startsWith("session=")
                .endsWith("; Path=/; HttpOnly; SameSite=Strict");
    }

    @Test
    void sessionShouldEndWithLogOut() {
        String cookie = DOOR.logIn(Door.BOB, "bob");
        assertThat(DOOR.send(DOOR.request(ME).header("Cookie", cookie)).statusCode())
                .isEqualTo(200);

        HttpResponse<String> out = DOOR.send(DOOR.request(PATH)
                .header("Cookie", cookie)
                .header("Sec-Fetch-Site", "same-origin")
                .DELETE());

        assertThat(out.statusCode()).isEqualTo(204);
        assertThat(out.headers().firstValue("Set-Cookie")).get().asString().contains("Max-Age=0");
        assertThat(DOOR.send(DOOR.request(ME).header("Cookie", cookie)).statusCode())
                .isEqualTo(401);
    }

    @Test
    void sessionShouldNeedItsWholeValue() {
        String cookie = DOOR.logIn(Door.BOB, "bob");
        String other = DOOR.logIn(Door.CAROL, "carol");

        for (String forged : List.of(
                cookie.substring(0, cookie.indexOf('.')),
                cookie.substring(0, cookie.indexOf('.') + 1),
                cookie.substring(0, cookie.indexOf('.')) + other.substring(other.indexOf('.')),
                "session=x.y")) {
            assertThat(DOOR.send(DOOR.request(ME).header("Cookie", forged)).statusCode())
                    .as(forged)
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "anything"})
    void changeShouldBeRefusedWhenAPageOfAnotherSiteAsks(String site) {
        String cookie = DOOR.logIn(Door.BOB, "bob");

        HttpResponse<String> bySession = DOOR.send(DOOR.request(PATH)
                .header("Cookie", cookie)
                .header("Sec-Fetch-Site", site)
                .DELETE());
        HttpResponse<String> byPassword =
                DOOR.send(DOOR.as(Door.BOB, PATH).header("Sec-Fetch-Site", site).DELETE());

        assertThat(bySession.statusCode()).isEqualTo(403);
        assertThat(byPassword.statusCode()).isEqualTo(403);
        assertThat(DOOR.send(DOOR.request(ME).header("Cookie", cookie)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void changeBySessionShouldProveWhereItComesFrom() {
        String cookie = DOOR.logIn(Door.BOB, "bob");

        assertThat(DOOR.send(DOOR.request(PATH).header("Cookie", cookie).DELETE())
                        .statusCode())
                .isEqualTo(403);
        assertThat(DOOR.send(DOOR.request(PATH)
                                .header("Cookie", cookie)
                                .header("Origin", "http://evil.example")
                                .DELETE())
                        .statusCode())
                .isEqualTo(403);
        assertThat(DOOR.send(DOOR.request(PATH)
                                .header("Cookie", cookie)
                                .header("Origin", "http://127.0.0.1:" + DOOR.port())
                                .DELETE())
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void browsersOwnFormShouldNotOpenWhenAScriptAsks() {
        HttpResponse<String> answer = DOOR.send(DOOR.request(ME).header("Sec-Fetch-Mode", "cors"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
    }

    @Test
    void whoeverGuessesShouldBeToldWhenToComeAgain() {
        String guess = "nobody.at.all@example.org";
        for (int i = 0; i < 10; i++) {
            assertThat(DOOR.send(DOOR.request(ME).header("Authorization", Door.basic(guess, "wrong")))
                            .statusCode())
                    .isEqualTo(401);
        }

        HttpResponse<String> answer = DOOR.send(DOOR.request(ME).header("Authorization", Door.basic(guess, "wrong")));

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("900");
    }
}
