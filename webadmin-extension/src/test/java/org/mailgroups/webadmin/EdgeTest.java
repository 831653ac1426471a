// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.mailgroups.webadmin.Webadmin.ALICE;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.TEAM;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.audit.LoggedLines;
import org.mailgroups.value.StoreUnavailableException;
import org.mailgroups.webadmin.contact.SharedContacts;

class EdgeTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static void failing(RuntimeException error, int status, Consumer<List<ILoggingEvent>> log) {
        webadmin.createGroup(TEAM);
        webadmin.localAddresses().failWith(error);

        log.accept(LoggedLines.of(Endpoints.class.getName(), () -> webadmin.call()
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
        assertThat(LoggedLines.ofAuditTrail(() -> {
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
                                + " administrators=[\"alice@example.org\"]"
                                + " count=\"1\" members=[\"bob@example.org\"]",
                        "group-changed by=\"alice@example.org\" group=\"team@example.org\" address=\"team@example.org\""
                                + " administrators=[\"alice@example.org\"]",
                        "member-added by=\"alice@example.org\" group=\"team@example.org\" member=\"alice@example.org\"",
                        "member-removed by=\"alice@example.org\" group=\"team@example.org\""
                                + " member=\"alice@example.org\"",
                        "member-added by=\"alice@example.org\" group=\"team@example.org\" member=\"alice@example.org\"",
                        "memberships-renamed by=\"alice@example.org\" address=\"bob@example.org\""
                                + " to=\"bob@elsewhere.test\"",
                        "memberships-removed by=\"alice@example.org\" address=\"bob@elsewhere.test\"",
                        "group-disbanded by=\"alice@example.org\" group=\"team@example.org\"",
                        "profile-saved by=\"alice@example.org\" user=\"alice@example.org\"",
                        "profile-deleted by=\"alice@example.org\" user=\"alice@example.org\"");
    }

    @Test
    void everyChangeOfContactsShouldBeAudited() {
        SharedContacts contacts = new SharedContacts(webadmin);
        webadmin.createGroup(TEAM);
        String kept = contacts.group("Kept");
        String[] ids = new String[4];

        List<String> lines = LoggedLines.ofAuditTrail(() -> {
            ids[0] = contacts.group("Suppliers");
            webadmin.call("{\"name\":\"Clients\"}").patch("/contact-groups/" + ids[0]);
            ids[1] = contacts.shared(ids[0], "Ann", "ann@x.test");
            ids[2] = contacts.shared(ids[0], "Bea", "bea@x.test");
            ids[3] = contacts.shared(ids[0], "Cloe", "cloe@x.test");
            webadmin.call().put("/groups/" + TEAM + "/members/contact:" + ids[1]);
            webadmin.call().put("/groups/" + TEAM + "/members/contact:" + ids[3]);
            webadmin.call().delete("/groups/" + TEAM + "/members/contact:" + ids[1]);
            webadmin.call(SharedContacts.json("Ann", "ann@y.test", false)).put("/contacts/" + ids[1]);
            webadmin.call("{\"ids\":[\"" + ids[1] + "\"],\"contactGroup\":\"" + kept + "\"}")
                    .post("/contacts?action=move");
            webadmin.call().delete("/contacts/" + ids[1]);
            webadmin.call("{\"ids\":[\"" + ids[2] + "\"]}").post("/contacts?action=delete");
            webadmin.call().delete("/contact-groups/" + ids[0] + "?contacts=delete");
        });

        assertThat(lines)
                .extracting(line -> line.replace(" by=\"alice@example.org\"", "")
                        .replace(kept, "KEPT")
                        .replace(ids[0], "GROUP")
                        .replace(ids[1], "ANN")
                        .replace(ids[2], "BEA")
                        .replace(ids[3], "CLOE"))
                .containsExactly(
                        "contact-group-created contactGroup=\"GROUP\" domain=\"example.org\"",
                        "contact-group-renamed contactGroup=\"GROUP\"",
                        "contact-created contact=\"ANN\" contactGroup=\"GROUP\"",
                        "contact-created contact=\"BEA\" contactGroup=\"GROUP\"",
                        "contact-created contact=\"CLOE\" contactGroup=\"GROUP\"",
                        "member-added group=\"team@example.org\" member=\"ann@x.test\" contact=\"ANN\"",
                        "member-added group=\"team@example.org\" member=\"cloe@x.test\" contact=\"CLOE\"",
                        "member-removed group=\"team@example.org\" contact=\"ANN\"",
                        "contact-changed contact=\"ANN\" address=\"ann@y.test\"",
                        "contacts-moved contactGroup=\"KEPT\" count=\"1\" contacts=[\"ANN\"]",
                        "contact-deleted contact=\"ANN\" contactGroup=\"KEPT\" memberships=[]",
                        "contact-deleted contact=\"BEA\" contactGroup=\"GROUP\" memberships=[]",
                        "contact-group-deleted contactGroup=\"GROUP\" domain=\"example.org\" count=\"1\""
                                + " contacts=[\"CLOE\"]",
                        "contact-deleted contact=\"CLOE\" contactGroup=\"GROUP\" memberships=[\"team@example.org\"]");
    }

    @Test
    void whatChangesNoContactShouldNotBeAudited() {
        SharedContacts contacts = new SharedContacts(webadmin);
        webadmin.createGroup(TEAM);
        String group = contacts.group("Suppliers");
        String ann = contacts.shared(group, "Ann", "ann@x.test");
        webadmin.call().put("/groups/" + TEAM + "/members/contact:" + ann);

        assertThat(LoggedLines.ofAuditTrail(() -> {
                    webadmin.call("{}").patch("/contact-groups/" + group);
                    webadmin.call("{\"name\":\"Suppliers\"}").patch("/contact-groups/" + group);
                    webadmin.call().delete("/contact-groups/" + group);
                    webadmin.call(SharedContacts.json("Ann", "ann@x.test", true))
                            .put("/contacts/" + ann);
                    webadmin.call().put("/groups/" + TEAM + "/members/contact:" + ann);
                    webadmin.call().delete("/groups/" + TEAM + "/members/contact:" + SharedContacts.NOBODY);
                    webadmin.call("{\"ids\":[]}").post("/contacts?action=delete");
                    webadmin.call("{\"ids\":[],\"contactGroup\":\"" + group + "\"}")
                            .post("/contacts?action=move");
                    webadmin.call("{\"ids\":[\"" + SharedContacts.NOBODY + "\"]}")
                            .post("/contacts?action=delete");
                    webadmin.call().get("/address-book");
                }))
                .isEmpty();
    }

    @Test
    void whatChangesNothingShouldNotBeAudited() {
        webadmin.createGroup(TEAM, BOB);

        assertThat(LoggedLines.ofAuditTrail(() -> {
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
        "POST,/contact-groups",
        "POST,/contact-groups/1/contacts",
        "POST,/contacts?action=delete",
        "POST,/contacts?action=move",
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
                "/groups/team@example.org/members/contact:CONTACT",
                "/memberships/bob@example.org/team@example.org"
            })
    void ifMatchShouldGuardAMembershipFromEverySide(String path) {
        SharedContacts contacts = new SharedContacts(webadmin);
        String ann = contacts.shared(contacts.group("Suppliers"), "Ann", "ann@x.test");
        String membership = path.replace("CONTACT", ann);
        String before = webadmin.createGroup(TEAM).header("ETag");

        webadmin.call().header("If-Match", before).put(membership).then().statusCode(204);

        webadmin.call().header("If-Match", before).delete(membership).then().statusCode(412);
    }

    @Test
    void aCallWithoutAuthenticationShouldBeAuditedAsSuch() {
        webadmin.askAs(null);

        assertThat(LoggedLines.ofAuditTrail(() -> webadmin.createGroup(TEAM)))
                .singleElement()
                .asString()
                .contains("by=\"unauthenticated\"");
    }
}
