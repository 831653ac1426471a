// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.TEAM;
import static org.mailgroups.webadmin.Webadmin.user;
import static org.mailgroups.webadmin.contact.SharedContacts.NOBODY;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.ContactGroupService;
import org.mailgroups.contact.ContactsFate;
import org.mailgroups.right.Principal;
import org.mailgroups.value.ExpectedVersions;
import org.mailgroups.value.NotAllowedException;
import org.mailgroups.value.PageRequest;
import org.mailgroups.webadmin.Webadmin;

class ContactGroupRoutesTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private final SharedContacts contacts = new SharedContacts(webadmin);

    private static Response create(String body) {
        return webadmin.call(body).post("/contact-groups");
    }

    private static String path(String id) {
        return "/contact-groups/" + id;
    }

    @Test
    void createShouldAnswerWithIdAndPlace() {
        Response created = create("{\"name\":\"Suppliers\",\"domain\":\"EXAMPLE.org\"}");

        created.then().statusCode(201);
        String id = created.path("id");
        assertThat(created.asString()).isEqualTo("{\"id\":\"" + id + "\"}");
        assertThat(created.header("Location")).isEqualTo(path(id));
        Response found = webadmin.call().get(path(id));
        assertThat(found.asString())
                .isEqualTo(
                        "{\"id\":\"" + id + "\",\"name\":\"Suppliers\",\"domain\":\"example.org\",\"contactCount\":0}");
        assertThat(found.header("ETag")).isEqualTo(created.header("ETag")).matches("\"[0-9]+\"");
    }

    @ParameterizedTest
    @CsvSource({
        "alice@example.org,,example.org",
        "carol@example.net,carol@example.net,example.net",
    })
    void createShouldTakeTheDomainOfTheUserWhoAsksWhenItIsLeftOut(String asking, String user, String expected) {
        if (user != null) {
            webadmin.localAddresses().addUser(user);
        }
        webadmin.askAs(asking);

        webadmin.call()
                .get(create("{\"name\":\"Suppliers\"}").header("Location"))
                .then()
                .body("domain", equalTo(expected));
    }

    @Test
    void createShouldTakeTheOnlyDomainWhenItIsLeftOutAndNoUserAsks() {
        webadmin.askAs("admin");
        webadmin.localAddresses().clear();
        webadmin.localAddresses().addDomain("only.test");

        webadmin.call()
                .get(create("{\"name\":\"Suppliers\"}").header("Location"))
                .then()
                .body("domain", equalTo("only.test"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "nobody@example.org"})
    void createShouldMissTheDomainWhenItCannotBeKnown(String asking) {
        webadmin.askAs(asking);

        create("{\"name\":\"Suppliers\"}")
                .then()
                .statusCode(400)
                .body("type", equalTo("InvalidArgument"))
                .body("message", containsString("domain is missing"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|name: missing",
                "{\"domain\":\"example.org\"}|name: missing",
                "{\"name\":\"\"}|name",
                "{\"name\":\" \"}|name",
                "{\"name\":1}|name",
                "{\"name\":null}|name",
                "{\"name\":[\"x\"]}|name",
                "{\"name\":\"a\\nb\"}|name",
                "{\"name\":\"x\",\"domain\":\"elsewhere.test\"}|domain: elsewhere.test",
                "{\"name\":\"x\",\"domain\":\"a@b\"}|domain: 'a@b'",
                "{\"name\":\"x\",\"domain\":\"\"}|domain",
                "{\"name\":\"x\",\"domain\":7}|domain",
                "{\"name\":\"x\",\"name\":\"y\"}|name",
                "{\"name\":\"x\",\"colour\":\"red\"}|colour",
                "[]|body",
                "{\"name\":|body",
            })
    void createShouldNameWhatIsWrong(String body, String named) {
        create(body)
                .then()
                .statusCode(400)
                .body("type", equalTo("InvalidArgument"))
                .body("message", containsString(named));
    }

    @Test
    void createShouldNameTheFieldWhenItIsTooLong() {
        create("{\"name\":\"" + "x".repeat(100) + "\"}").then().statusCode(201);
        create("{\"name\":\"" + "x".repeat(101) + "\"}").then().statusCode(400).body("message", containsString("name"));
        create("{\"name\":\"x\",\"domain\":\"" + "x".repeat(300) + ".test\"}")
                .then()
                .statusCode(400)
                .body("message", containsString("domain"));
        create("{\"name\":\"" + "x".repeat(20_000) + "\"}").then().statusCode(413);
    }

    @Test
    void createShouldRefuseOtherFormsOfCalls() {
        webadmin.call().post("/contact-groups").then().statusCode(400).body("message", containsString("body"));
        webadmin.call()
                .contentType(ContentType.TEXT)
                .body("{\"name\":\"x\"}")
                .post("/contact-groups")
                .then()
                .statusCode(415);
        webadmin.call("{\"name\":\"x\"}").post("/contact-groups?x=1").then().statusCode(400);
        webadmin.call("{\"name\":\"x\"}")
                .header("If-Match", "\"1\"")
                .post("/contact-groups")
                .then()
                .statusCode(400);
        webadmin.call().get("/contact-groups").then().body("items.size()", equalTo(0));
    }

    @Test
    void createShouldClashWhenTheDomainHasTheName() {
        contacts.group("Suppliers");

        create("{\"name\":\"SUPPLIERS\"}")
                .then()
                .statusCode(409)
                .body("type", equalTo("WrongState"))
                .body("message", containsString("SUPPLIERS"));
        contacts.group("Suppliers", "example.net");
    }

    @Test
    void listShouldHoldTheGroupsOfADomainByName() {
        String suppliers = contacts.group("suppliers");
        contacts.shared(suppliers, "Ann", "ann@x.test");
        contacts.group("Clients");
        contacts.group("Elsewhere", "example.net");

        Response all = webadmin.call().get("/contact-groups");
        Response ours = webadmin.call().get("/contact-groups?domain=Example.ORG");

        assertThat(all.<List<String>>path("items.name")).containsExactly("Elsewhere", "Clients", "suppliers");
        assertThat(ours.<List<String>>path("items.name")).containsExactly("Clients", "suppliers");
        assertThat(ours.asString())
                .contains("{\"id\":\"" + suppliers
                        + "\",\"name\":\"suppliers\",\"domain\":\"example.org\",\"contactCount\":1}");
        webadmin.call().get("/contact-groups?domain=unknown.test").then().body("items.size()", equalTo(0));
        ours.then().body("$", not(hasKey("next")));
    }

    @Test
    void listShouldComeInPagesThatMeetWithoutGapOrOverlap() {
        for (String name : List.of("e", "B", "d", "A", "c")) {
            contacts.group(name);
        }

        assertThat(contacts.all("/contact-groups", "&domain=example.org", 2, "name"))
                .containsExactly("A", "B", "c", "d", "e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=x", "x=1", "q=x", "domain=a@b", "domain=a&domain=b", "after=nonsense"})
    void listShouldRefuseWhatIsWrong(String query) {
        webadmin.call().get("/contact-groups?" + query).then().statusCode(400).body("type", equalTo("InvalidArgument"));
    }

    @ParameterizedTest
    @ValueSource(strings = {NOBODY, "1-1-1-1-1", "x", "team@example.org", "%27"})
    void everyCallShouldNotFindWhatIsNotThere(String id) {
        for (Response response : List.of(
                webadmin.call().get(path(id)),
                webadmin.call("{\"name\":\"x\"}").patch(path(id)),
                webadmin.call("{}").patch(path(id)),
                webadmin.call().delete(path(id)),
                webadmin.call().delete(path(id) + "?contacts=delete"),
                webadmin.call().get(path(id) + "/contacts"),
                webadmin.call().get(path(id) + "/contacts?q=x"),
                webadmin.call("{\"name\":\"x\"}").post(path(id) + "/contacts"))) {
            response.then()
                    .statusCode(404)
                    .body("type", equalTo("notFound"))
                    .body("message", containsString(id.replace("%27", "'")));
        }
    }

    @Test
    void everyCallShouldRefuseAQueryParameterItDoesNotKnow() {
        String group = path(contacts.group("Suppliers"));

        assertThat(List.of(
                        webadmin.call().get(group + "?x=1"),
                        webadmin.call("{}").patch(group + "?x=1"),
                        webadmin.call().delete(group + "?x=1"),
                        webadmin.call().get(group + "/contacts?x=1"),
                        webadmin.call("{\"name\":\"x\"}").post(group + "/contacts?x=1"),
                        webadmin.call("{\"name\":\"x\"}").post(group + "/contacts?action=destroy")))
                .extracting(Response::statusCode)
                .containsOnly(400);
        webadmin.call().get(group).then().body("contactCount", equalTo(0));
    }

    @Test
    void renameShouldAnswerWithTheGroup() {
        String id = contacts.group("Suppliers");
        String before = contacts.tag(path(id));

        Response renamed = webadmin.call("{\"name\":\"Our suppliers\"}")
                .header("If-Match", before)
                .patch(path(id));

        renamed.then().statusCode(200).body("name", equalTo("Our suppliers")).body("id", equalTo(id));
        assertThat(renamed.header("ETag")).isNotEqualTo(before).isEqualTo(contacts.tag(path(id)));
        webadmin.call("{\"name\":\"Mine\"}")
                .header("If-Match", before)
                .patch(path(id))
                .then()
                .statusCode(412)
                .body("type", equalTo("WrongState"));
        webadmin.call("{}").header("If-Match", before).patch(path(id)).then().statusCode(412);
        webadmin.call("{}").patch(path(id)).then().statusCode(200).body("name", equalTo("Our suppliers"));
    }

    @Test
    void renameShouldTakeAnotherSpellingOfItsOwnName() {
        String id = contacts.group("Suppliers");

        webadmin.call("{\"name\":\"SUPPLIERS\"}")
                .patch(path(id))
                .then()
                .statusCode(200)
                .body("name", equalTo("SUPPLIERS"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"\"}|400|name",
                "{\"name\":null}|400|name",
                "{\"domain\":\"example.net\"}|400|domain",
                "{\"id\":\"x\"}|400|id",
                "[]|400|body",
                "{\"name\":\"clients\"}|409|clients",
            })
    void renameShouldNameWhatIsWrong(String body, int status, String named) {
        contacts.group("Clients");
        String id = contacts.group("Suppliers");

        webadmin.call(body).patch(path(id)).then().statusCode(status).body("message", containsString(named));
        webadmin.call().get(path(id)).then().body("name", equalTo("Suppliers"));
    }

    @Test
    void deleteShouldRemoveAnEmptyGroup() {
        String id = contacts.group("Suppliers");

        webadmin.call().delete(path(id)).then().statusCode(204).body(equalTo(""));
        webadmin.call().get(path(id)).then().statusCode(404);
        webadmin.call().delete(path(id)).then().statusCode(404);
    }

    @Test
    void deleteShouldWantAWordOnTheContactsWhenThereAreSome() {
        String id = contacts.group("Suppliers");
        String ann = contacts.shared(id, "Ann", "ann@x.test");

        webadmin.call()
                .delete(path(id))
                .then()
                .statusCode(409)
                .body("type", equalTo("WrongState"))
                .body("message", containsString("contacts=delete"));
        webadmin.call().get("/contacts/" + ann).then().statusCode(200);
    }

    @Test
    void deleteShouldAnswerWithTheContactsThatWereDeleted() {
        webadmin.createGroup(TEAM, BOB);
        String id = contacts.group("Suppliers");
        String bea = contacts.shared(id, "Bea", "bea@x.test");
        String ann = contacts.unshared(id, "Ann", "ann@x.test");
        webadmin.call()
                .put("/groups/" + TEAM + "/members/contact:" + ann)
                .then()
                .statusCode(204);

        Response deleted = webadmin.call().delete(path(id) + "?contacts=delete");

        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(deleted.asString())
                .isEqualTo("{\"items\":[{\"id\":\"" + ann + "\",\"contactGroup\":\"" + id
                        + "\",\"name\":\"Ann\",\"emails\":[{\"address\":\"ann@x.test\",\"preferred\":true}],"
                        + "\"shared\":false,\"memberships\":[\"team@example.org\"]},{\"id\":\"" + bea
                        + "\",\"contactGroup\":\"" + id
                        + "\",\"name\":\"Bea\",\"emails\":[{\"address\":\"bea@x.test\",\"preferred\":true}],"
                        + "\"shared\":true}]}");
        webadmin.call().get("/contacts/" + bea).then().statusCode(404);
        assertThat(webadmin.call().get("/groups/" + TEAM + "/members").<List<String>>path("items.address"))
                .containsExactly(BOB);
    }

    @Test
    void deleteShouldAnswerWithNoContactsWhenThereAreNone() {
        Response deleted = webadmin.call().delete(path(contacts.group("Suppliers")) + "?contacts=delete");

        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(deleted.asString()).isEqualTo("{\"items\":[]}");
    }

    @Test
    void deleteShouldMoveTheContactsWhenAsked() {
        String from = contacts.group("Suppliers");
        String to = contacts.group("Clients");
        String ann = contacts.shared(from, "Ann", "ann@x.test");

        webadmin.call().delete(path(from) + "?contacts=moveTo:" + to).then().statusCode(204);

        webadmin.call().get("/contacts/" + ann).then().statusCode(200).body("contactGroup", equalTo(to));
        webadmin.call().get(path(to)).then().body("contactCount", equalTo(1));
        webadmin.call().get(path(from)).then().statusCode(404);
    }

    @Test
    void deleteShouldChangeNothingWhenItIsRefused() {
        String id = contacts.group("Suppliers");
        String ann = contacts.shared(id, "Ann", "ann@x.test");
        String elsewhere = contacts.group("Elsewhere", "example.net");
        String before = contacts.tag(path(id));
        webadmin.call("{\"name\":\"Our suppliers\"}").patch(path(id)).then().statusCode(200);

        delete(id, "moveTo:" + id).then().statusCode(400).body("message", startsWith("contacts: "));
        delete(id, "moveTo:" + elsewhere)
                .then()
                .statusCode(400)
                .body(
                        "message",
                        equalTo("contacts: the contact group Elsewhere is one of example.net, not of example.org"));
        for (String unknown : List.of(NOBODY, "nonsense")) {
            delete(id, "moveTo:" + unknown)
                    .then()
                    .statusCode(404)
                    .body("message", equalTo("contacts: there is no contact group " + unknown));
        }
        delete(id, "moveTo:").then().statusCode(404).body("message", startsWith("contacts: "));
        delete(id, "keep").then().statusCode(400).body("message", containsString("contacts must be"));
        webadmin.call()
                .header("If-Match", before)
                .delete(path(id) + "?contacts=delete")
                .then()
                .statusCode(412);

        webadmin.call().get("/contacts/" + ann).then().statusCode(200).body("contactGroup", equalTo(id));
    }

    private static Response delete(String id, String fate) {
        return webadmin.call().delete(path(id) + "?contacts=" + fate);
    }

    @Test
    void deleteShouldHappenWhenTheVersionIsStillTheSameThoughContactsHaveCome() {
        String id = contacts.group("Suppliers");
        String tag = contacts.tag(path(id));
        contacts.shared(id, "Ann", "ann@x.test");

        webadmin.call()
                .header("If-Match", tag)
                .delete(path(id) + "?contacts=delete")
                .then()
                .statusCode(200);
    }

    @Test
    void contactsShouldComeByNameWithoutRegardToCaseAndAccents() {
        String id = contacts.group("Suppliers");
        for (String name : List.of("zoe", "Ann", "Émile", "eve", "Bob", "Ann")) {
            contacts.shared(id, name, "x@x.test");
        }
        contacts.shared(contacts.group("Clients"), "Other", "o@x.test");

        assertThat(contacts.all(path(id) + "/contacts", "", 2, "name"))
                .containsExactly("Ann", "Ann", "Bob", "Émile", "eve", "zoe");
    }

    @Test
    void contactsShouldComeByRelevanceWhenATextIsGiven() {
        String id = contacts.group("Suppliers");
        contacts.shared(id, "Hermann Alder", "h@x.test");
        contacts.shared(id, "Zoe Smith", "ann@x.test");
        contacts.unshared(id, "Ánn Smith", "a@x.test");
        contacts.shared(id, "Joe Ann", "j@x.test");
        contacts.shared(id, "Bob", "b@x.test");
        contacts.shared(contacts.group("Clients"), "Ann", "o@x.test");

        assertThat(contacts.all(path(id) + "/contacts", "&q=ANN", 1, "name"))
                .containsExactlyInAnyOrder("Hermann Alder", "Zoe Smith", "Ánn Smith", "Joe Ann")
                .startsWith("Ánn Smith")
                .endsWith("Hermann Alder");
        assertThat(contacts.all(path(id) + "/contacts", "&q=ann%20smith", 10, "name"))
                .containsExactly("Ánn Smith", "Zoe Smith");
        assertThat(contacts.all(path(id) + "/contacts", "&q=%25", 10, "name")).isEmpty();
    }

    @Test
    void contactsShouldComeInPagesWhenNamesAreAsLongAsTheyMayBe() {
        String id = contacts.group("Suppliers");
        contacts.shared(id, "語".repeat(199) + "a", "a@x.test");
        contacts.shared(id, "語".repeat(199) + "b", "b@x.test");
        contacts.shared(id, "語".repeat(199) + "c", "c@x.test");

        assertThat(contacts.all(path(id) + "/contacts", "", 1, "emails[0].address"))
                .containsExactly("a@x.test", "b@x.test", "c@x.test");
        assertThat(contacts.all("/address-book", "", 1, "address")).containsExactly("a@x.test", "b@x.test", "c@x.test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "after=nonsense", "q=%00", "q=a&q=b", "shared=true"})
    void contactsShouldRefuseWhatIsWrong(String query) {
        String id = contacts.group("Suppliers");

        webadmin.call()
                .get(path(id) + "/contacts?" + query)
                .then()
                .statusCode(400)
                .body("type", equalTo("InvalidArgument"));
    }

    @Test
    void nobodyButPostmastersShouldMaintainOrSeeContactGroups() {
        UUID id = UUID.fromString(contacts.group("Suppliers"));
        Principal bob = user(BOB);
        ContactGroupService service = webadmin.service(ContactGroupService.class);
        ContactGroupName name = new ContactGroupName("x");

        assertThatThrownBy(() -> service.list(bob, Optional.empty(), PageRequest.first(1)))
                .isInstanceOf(NotAllowedException.class);
        assertThatThrownBy(() -> service.get(bob, id)).isInstanceOf(NotAllowedException.class);
        assertThatThrownBy(() -> service.create(bob, name, Optional.empty())).isInstanceOf(NotAllowedException.class);
        assertThatThrownBy(() -> service.rename(bob, id, name, ExpectedVersions.any()))
                .isInstanceOf(NotAllowedException.class);
        assertThatThrownBy(() -> service.delete(bob, id, new ContactsFate.Delete(), ExpectedVersions.any()))
                .isInstanceOf(NotAllowedException.class);
        assertThat(webadmin.contacts().findGroup(id)).isPresent();
    }
}
