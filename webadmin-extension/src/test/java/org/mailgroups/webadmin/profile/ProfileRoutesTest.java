// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.mailgroups.webadmin.Webadmin.ALIAS;
import static org.mailgroups.webadmin.Webadmin.ALICE;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.CAROL;

import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.webadmin.Webadmin;

class ProfileRoutesTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static Response put(String user, String body) {
        return webadmin.call(body).put("/profiles/" + user);
    }

    private static Response get(String user) {
        return webadmin.call().get("/profiles/" + user);
    }

    @Test
    void putShouldKeepAndReplaceAProfile() {
        put(ALICE, "{\"name\":\" Alice Smith \",\"identifier\":\"12345678Z\"}")
                .then()
                .statusCode(204)
                .body(equalTo(""));
        assertThat(get("ALICE@example.org").asString())
                .isEqualTo("{\"name\":\"Alice Smith\",\"identifier\":\"12345678Z\"}");

        put("Alice@Example.org", "{\"name\":\"Alice Jones\"}").then().statusCode(204);
        assertThat(get(ALICE).asString()).isEqualTo("{\"name\":\"Alice Jones\"}");
    }

    @Test
    void putShouldTakeBackWhatGetAnswered() {
        put(ALICE, "{\"name\":\"Ål \\\"the\\\" Café\",\"identifier\":\"X-1\"}");

        put(ALICE, get(ALICE).asString()).then().statusCode(204);

        get(ALICE).then().body("name", equalTo("Ål \"the\" Café"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody@example.org", "ext@elsewhere.test", ALIAS})
    void putShouldBeNotFoundWhenThereIsNoSuchUser(String user) {
        put(user, "{\"name\":\"X\"}").then().statusCode(404).body("type", equalTo("notFound"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|name",
                "{\"name\":\"\"}|name",
                "{\"name\":null}|name",
                "{\"name\":\"X\",\"identifier\":null}|identifier",
                "{\"name\":\"X\",\"identifier\":12345678}|identifier",
                "{\"name\":\"X\",\"identifier\":\"a@b.test\"}|identifier",
                "{\"name\":\"X\",\"identifier\":\"a\\u0000b\"}|identifier",
                "{\"name\":\"X\",\"nif\":\"1\"}|nif",
                "{\"name\":\"X\",\"user\":\"alice@example.org\"}|user"
            })
    void putShouldNameTheFieldWhenTheBodyIsWrong(String body, String named) {
        put(ALICE, body)
                .then()
                .statusCode(400)
                .body("type", equalTo("InvalidArgument"))
                .body("message", containsString(named));
        get(ALICE).then().statusCode(404);
    }

    @Test
    void putShouldClashWhenAnotherUserHasTheIdentifier() {
        put(ALICE, "{\"name\":\"Alice\",\"identifier\":\"abc\"}");

        put(BOB, "{\"name\":\"Bob\",\"identifier\":\"ABC\"}")
                .then()
                .statusCode(409)
                .body("type", equalTo("WrongState"));
        put(ALICE, "{\"name\":\"Alice\",\"identifier\":\"ABC\"}").then().statusCode(204);
    }

    @Test
    void deleteShouldAnswerTheSameWhenDoneAgain() {
        put(ALICE, "{\"name\":\"Alice\"}");

        webadmin.call().delete("/profiles/" + ALICE).then().statusCode(204);
        webadmin.call().delete("/profiles/" + ALICE).then().statusCode(204);

        get(ALICE).then().statusCode(404).body("type", equalTo("notFound"));
    }

    @Test
    void deleteShouldWorkWhenTheUserIsGone() {
        put(BOB, "{\"name\":\"Bob\"}");
        webadmin.localAddresses().removeUser(BOB);

        webadmin.call().delete("/profiles/" + BOB).then().statusCode(204);

        get(BOB).then().statusCode(404);
    }

    @Test
    void listShouldFindByAddressNameAndIdentifier() {
        put(ALICE, "{\"name\":\"Alice Smith\",\"identifier\":\"12345678Z\"}");
        put(BOB, "{\"name\":\"Bob Smith\"}");
        put(CAROL, "{\"name\":\"Carol Clark\"}");

        assertThat(webadmin.call().get("/profiles?q=SMITH").asString())
                .isEqualTo("{\"items\":[{\"user\":\"alice@example.org\",\"name\":\"Alice Smith\","
                        + "\"identifier\":\"12345678Z\"},"
                        + "{\"user\":\"bob@example.org\",\"name\":\"Bob Smith\"}]}");
        assertThat(webadmin.call().get("/profiles?q=345678z").<List<String>>path("items.user"))
                .containsExactly(ALICE);
        assertThat(webadmin.call().get("/profiles?q=carol@").<List<String>>path("items.user"))
                .containsExactly(CAROL);
        assertThat(webadmin.call().get("/profiles?q=%25").<List<String>>path("items.user"))
                .isEmpty();
        assertThat(webadmin.call().get("/profiles?limit=2").<List<String>>path("items.user"))
                .containsExactly(ALICE, BOB);
        assertThat(webadmin.call().get("/profiles?limit=2&after=" + BOB).asString())
                .isEqualTo("{\"items\":[{\"user\":\"carol@example.org\",\"name\":\"Carol Clark\"}]}");
    }

    @Test
    void everyCallShouldRefuseAQueryParameterItDoesNotKnow() {
        assertThat(List.of(
                        webadmin.call().get("/profiles?name=x"),
                        webadmin.call().get("/profiles/" + ALICE + "?q=x"),
                        put(ALICE + "?x=", "{\"name\":\"Alice\"}"),
                        webadmin.call().delete("/profiles/" + ALICE + "?x")))
                .extracting(Response::statusCode)
                .containsOnly(400);
    }
}
