// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.mailgroups.webadmin.Webadmin.TEAM;
import static org.mailgroups.webadmin.contact.SharedContacts.NOBODY;

import io.restassured.response.Response;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.webadmin.Webadmin;

/** Calls about several contacts at once. They work on all of them, or on none. */
class ContactSelectionTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private final SharedContacts contacts = new SharedContacts(webadmin);
    private String suppliers;
    private String clients;
    private String ann;
    private String bea;

    @BeforeEach
    void createContacts() {
        suppliers = contacts.group("Suppliers");
        clients = contacts.group("Clients");
        ann = contacts.shared(suppliers, "Ann", "ann@x.test");
        bea = contacts.unshared(suppliers, "Bea", "bea@x.test");
    }

    private static String ids(String... ids) {
        return Stream.of(ids).map(id -> '"' + id + '"').collect(Collectors.joining(",", "[", "]"));
    }

    private static Response delete(String ids) {
        return webadmin.call("{\"ids\":" + ids + "}").post("/contacts?action=delete");
    }

    private static Response move(String ids, String target) {
        return webadmin.call("{\"ids\":" + ids + ",\"contactGroup\":\"" + target + "\"}")
                .post("/contacts?action=move");
    }

    private long contactsIn(String group) {
        return webadmin.call().get("/contact-groups/" + group).jsonPath().getLong("contactCount");
    }

    @Test
    void deleteShouldAnswerWithTheContactsInTheOrderGiven() {
        webadmin.createGroup(TEAM);
        webadmin.call()
                .put("/groups/" + TEAM + "/members/contact:" + ann)
                .then()
                .statusCode(204);

        Response deleted = delete(ids(bea, ann, bea.toUpperCase(Locale.ROOT)));

        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(deleted.asString())
                .isEqualTo("{\"items\":[{\"id\":\"" + bea + "\",\"contactGroup\":\"" + suppliers
                        + "\",\"name\":\"Bea\",\"emails\":[{\"address\":\"bea@x.test\",\"preferred\":true}],"
                        + "\"shared\":false},{\"id\":\"" + ann + "\",\"contactGroup\":\"" + suppliers
                        + "\",\"name\":\"Ann\",\"emails\":[{\"address\":\"ann@x.test\",\"preferred\":true}],"
                        + "\"shared\":true,\"memberships\":[\"team@example.org\"]}]}");
        assertThat(contactsIn(suppliers)).isZero();
        webadmin.call().get("/groups/" + TEAM).then().body("memberCount", equalTo(0));
    }

    @Test
    void deleteShouldDeleteNothingWhenOneIsNotThere() {
        for (String unknown : List.of(NOBODY, "nonsense")) {
            delete(ids(ann, unknown, bea))
                    .then()
                    .statusCode(404)
                    .body("type", equalTo("notFound"))
                    .body("message", containsString(unknown));
        }
        assertThat(contactsIn(suppliers)).isEqualTo(2);
    }

    @Test
    void moveShouldMoveAllOfThem() {
        move(ids(ann, bea, ann), clients).then().statusCode(204).body(equalTo(""));

        assertThat(contactsIn(suppliers)).isZero();
        assertThat(contactsIn(clients)).isEqualTo(2);
        webadmin.call().get("/contacts/" + ann).then().body("contactGroup", equalTo(clients));
        move(ids(ann), clients).then().statusCode(204);
    }

    @Test
    void moveShouldMoveNothingWhenItIsRefused() {
        String elsewhere = contacts.group("Elsewhere", "example.net");
        String eve = contacts.shared(elsewhere, "Eve", "eve@x.test");

        move(ids(ann, NOBODY, bea), clients).then().statusCode(404).body("message", containsString(NOBODY));
        move(ids(ann, bea), NOBODY)
                .then()
                .statusCode(404)
                .body("message", equalTo("contactGroup: there is no contact group " + NOBODY));
        move(ids(ann, bea), "nonsense")
                .then()
                .statusCode(404)
                .body("message", equalTo("contactGroup: there is no contact group nonsense"));
        move(ids(ann, bea), elsewhere)
                .then()
                .statusCode(400)
                .body("type", equalTo("InvalidArgument"))
                .body("message", startsWith("contactGroup: the contact "));
        move(ids(ann, eve), clients)
                .then()
                .statusCode(400)
                .body("message", equalTo("contactGroup: the contact Eve is one of example.net, not of example.org"));
        move(ids(ann, ""), clients)
                .then()
                .statusCode(404)
                .body("message", equalTo("ids[1]: there is no contact without an id"));

        assertThat(contactsIn(suppliers)).isEqualTo(2);
        assertThat(contactsIn(clients)).isZero();
        assertThat(contactsIn(elsewhere)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "delete|{}|ids: missing",
                "delete|{\"ids\":\"x\"}|ids",
                "delete|{\"ids\":[7]}|ids[0]",
                "delete|{\"ids\":null}|ids",
                "delete|{\"ids\":[],\"ids\":[]}|ids",
                "delete|{\"ids\":[],\"contactGroup\":\"x\"}|contactGroup",
                "delete|[]|body",
                "move|{\"ids\":[]}|contactGroup: missing",
                "move|{\"contactGroup\":\"00000000-0000-4000-8000-000000000000\"}|ids: missing",
                "move|{\"ids\":[],\"contactGroup\":7}|contactGroup",
                "move|{\"ids\":[],\"group\":\"x\"}|group"
            })
    void actionsShouldNameWhatIsWrong(String action, String body, String named) {
        webadmin.call(body)
                .post("/contacts?action=" + action)
                .then()
                .statusCode(400)
                .body("type", equalTo("InvalidArgument"))
                .body("message", containsString(named));
        assertThat(contactsIn(suppliers)).isEqualTo(2);
    }

    @Test
    void moveShouldTakeAThousandContactsAndNoMore() {
        List<String> thousand =
                Stream.generate(() -> UUID.randomUUID().toString()).limit(1000).toList();
        String repeated =
                ids(Stream.concat(thousand.stream(), Stream.of(thousand.get(0))).toArray(String[]::new));
        String tooMany = ids(Stream.concat(thousand.stream(), Stream.of(NOBODY)).toArray(String[]::new));

        delete(repeated).then().statusCode(404);
        // More than a thousand are deleted by a task, if all of them exist.
        delete(tooMany).then().statusCode(404).body("message", containsString(thousand.get(0)));
        move(tooMany, clients).then().statusCode(413).body("type", equalTo("InvalidArgument"));
    }

    @Test
    void actionsShouldDoNothingWithNobody() {
        assertThat(delete("[]").asString()).isEqualTo("{\"items\":[]}");
        move("[]", clients).then().statusCode(204);
    }

    @Test
    void actionsShouldRefuseAConditionTheyCannotKeep() {
        webadmin.call("{\"ids\":[]}")
                .header("If-Match", "\"1\"")
                .post("/contacts?action=delete")
                .then()
                .statusCode(400)
                .body("message", containsString("If-Match"));
    }
}
