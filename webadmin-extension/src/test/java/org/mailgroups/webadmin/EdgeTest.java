/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.webadmin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.mailgroups.webadmin.Webadmin.ALICE;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.TEAM;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.Principal;
import org.mailgroups.group.StoreUnavailableException;
import org.slf4j.LoggerFactory;

class EdgeTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    /** What a log says while something is done. */
    private static List<ILoggingEvent> logged(String log, Runnable action) {
        Logger logger = (Logger) LoggerFactory.getLogger(log);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        Level before = logger.getLevel();
        appender.start();
        logger.addAppender(appender);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        try {
            action.run();
            return List.copyOf(appender.list);
        } finally {
            logger.detachAppender(appender);
            logger.setLevel(before);
            logger.setAdditive(true);
        }
    }

    private static List<String> audited(Runnable action) {
        return logged(AuditTrail.LOG, action).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static void failing(RuntimeException error, int status, Consumer<List<ILoggingEvent>> log) {
        webadmin.createGroup(TEAM);
        webadmin.localAddresses().failWith(error);

        log.accept(logged(Endpoints.class.getName(), () -> webadmin.call()
                .get("/groups/" + TEAM)
                .then()
                .statusCode(status)
                .body("statusCode", equalTo(status))
                .body("type", equalTo("ServerError"))
                .body("message", not(containsString("secret")))));
    }

    @Test
    void anErrorOfTheStoreShouldBeTemporaryAndLoggedOnceWithItsCause() {
        Exception cause = new IllegalStateException("secret of the database");
        failing(new StoreUnavailableException("the users cannot be read now", cause), 503, log -> assertThat(log)
                .singleElement()
                .satisfies(
                        event -> assertThat(event.getThrowableProxy().getCause().getMessage())
                                .isEqualTo(cause.getMessage())));
    }

    @Test
    void aDefectShouldBeAnInternalErrorThatTellsNothing() {
        failing(new IllegalArgumentException("secret"), 500, log -> assertThat(log)
                .singleElement()
                .satisfies(event ->
                        assertThat(event.getThrowableProxy().getMessage()).isEqualTo("secret")));
    }

    @Test
    void everyChangeShouldBeAudited() {
        assertThat(audited(() -> {
                    webadmin.createGroup(TEAM, BOB);
                    webadmin.call("{\"name\":\"New\"}").patch("/groups/" + TEAM);
                    webadmin.call().put("/groups/" + TEAM + "/members/" + ALICE);
                    webadmin.call().delete("/groups/" + TEAM + "/members/" + ALICE);
                    webadmin.call().put("/memberships/" + ALICE + "/" + TEAM);
                    webadmin.call().post("/memberships/" + BOB + "?action=rename&to=bob@elsewhere.test");
                    webadmin.call().delete("/memberships/bob@elsewhere.test");
                    webadmin.call().delete("/groups/" + TEAM);
                    webadmin.call("{\"name\":\"Alice\"}").put("/profiles/" + ALICE);
                    webadmin.call().delete("/profiles/" + ALICE);
                }))
                .containsExactly(
                        "group-created by=\"alice@example.org\" group=\"team@example.org\""
                                + " administrators=\"[alice@example.org]\" memberCount=\"1\""
                                + " settings=\"" + GroupSettings.DEFAULT + "\"",
                        "group-changed by=\"alice@example.org\" group=\"team@example.org\" address=\"team@example.org\""
                                + " administrators=\"[alice@example.org]\"",
                        "member-added by=\"alice@example.org\" group=\"team@example.org\" member=\"alice@example.org\"",
                        "member-removed by=\"alice@example.org\" group=\"team@example.org\" member=\"alice@example.org\"",
                        "member-added by=\"alice@example.org\" group=\"team@example.org\" member=\"alice@example.org\"",
                        "memberships-renamed by=\"alice@example.org\" address=\"bob@example.org\" to=\"bob@elsewhere.test\"",
                        "memberships-removed by=\"alice@example.org\" address=\"bob@elsewhere.test\"",
                        "group-disbanded by=\"alice@example.org\" group=\"team@example.org\"",
                        "profile-saved by=\"alice@example.org\" user=\"alice@example.org\"",
                        "profile-deleted by=\"alice@example.org\" user=\"alice@example.org\"");
    }

    @Test
    void whatChangesNothingShouldNotBeAudited() {
        webadmin.createGroup(TEAM, BOB);

        assertThat(audited(() -> {
                    webadmin.call("{}").patch("/groups/" + TEAM);
                    webadmin.call().put("/groups/" + TEAM + "/members/" + BOB);
                    webadmin.call().delete("/groups/" + TEAM + "/members/" + ALICE);
                    webadmin.call().delete("/memberships/stranger@elsewhere.test");
                    webadmin.call().post("/memberships/stranger@elsewhere.test?action=rename&to=" + BOB);
                    webadmin.call().post("/memberships/" + BOB + "?action=rename&to=BOB@example.org");
                    webadmin.call().delete("/profiles/" + ALICE);
                    webadmin.call("{\"name\":\"x\"}").put("/groups/" + TEAM);
                    webadmin.call().get("/groups");
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE,/memberships/bob@example.org",
        "POST,/memberships/bob@example.org?action=rename&to=carol@example.org",
        "PUT,/profiles/bob@example.org",
        "DELETE,/profiles/bob@example.org",
        "POST,/profiles?action=import",
        "POST,/groups/team@example.org/members?action=import",
        "POST,/groups/team@example.org/held/1?action=approve"
    })
    void ifMatchShouldBeRefusedWhereNothingHasAVersion(String method, String path) {
        webadmin.createGroup(TEAM, BOB);

        for (String header : List.of("\"1\"", "W/\"1\"", "*")) {
            webadmin.call()
                    .header("If-Match", header)
                    .request(method, path)
                    .then()
                    .statusCode(400)
                    .body("type", equalTo("InvalidArgument"))
                    .body("message", equalTo("If-Match is not supported by this call"));
        }

        webadmin.call().get("/groups/" + TEAM + "/members").then().body("items.address", equalTo(List.of(BOB)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/groups/team@example.org/members/bob@example.org",
                "/memberships/bob@example.org/team@example.org"
            })
    void ifMatchShouldGuardAMembershipFromBothSides(String path) {
        String before = webadmin.createGroup(TEAM).header("ETag");

        webadmin.call().header("If-Match", before).put(path).then().statusCode(204);

        webadmin.call().header("If-Match", before).delete(path).then().statusCode(412);
    }

    @Test
    void aNameShouldNotForgeALineOfTheAuditTrail() {
        assertThat(audited(() ->
                        new AuditTrail().record(new Principal("eve\" action=\"x\\"), "group-created", "group", "g")))
                .containsExactly("group-created by=\"eve\\\" action=\\\"x\\\\\" group=\"g\"");
    }

    @Test
    void aCallWithoutAuthenticationShouldBeAuditedAsSuch() {
        webadmin.askAs(null);

        assertThat(audited(() -> webadmin.createGroup(TEAM)))
                .singleElement()
                .asString()
                .contains("by=\"unauthenticated\"");
    }
}
