// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.mailgroups.webadmin.Webadmin.ALICE;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.user;
import static org.mailgroups.webadmin.contact.SharedContacts.NOBODY;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactDraft;
import org.mailgroups.contact.ContactService;
import org.mailgroups.profile.Profile;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.ExpectedVersions;
import org.mailgroups.value.NotAllowedException;
import org.mailgroups.value.PageRequest;
import org.mailgroups.webadmin.Webadmin;

class ContactRoutesTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static final String WITHOUT_ID = "\"name\":\"Ann Smith\",\"identifier\":\"12345678Z\","
            + "\"emails\":[{\"address\":\"Ann@x.test\",\"preferred\":true,\"label\":\"work\"},"
            + "{\"address\":\"ann@home.test\",\"label\":\"home\"},{\"address\":\"a.smith@x.test\"}],"
            + "\"phones\":[\"+34 600 000 000\",\"ext. 12\"],\"company\":\"Smith & Co\",\"department\":\"Sales\","
            + "\"title\":\"Head of sales\",\"postalAddress\":\"Main Street 1\\n28001 Madrid\","
            + "\"notes\":\"Prefers mail.\\n\\nNever on Mondays.\",\"shared\":true}";

    private static final String MINIMAL = "{\"name\":\"Ann\"}";

    private final SharedContacts contacts = new SharedContacts(webadmin);
    private String group;

    @BeforeEach
    void createGroup() {
        group = contacts.group("Suppliers");
    }

    private Response create(String body) {
        return webadmin.call(body).post("/contact-groups/" + group + "/contacts");
    }

    private static Response put(String id, String body) {
        return webadmin.call(body).put(path(id));
    }

    private static String path(String id) {
        return "/contacts/" + id;
    }

    private String beginning(String id) {
        return "{\"id\":\"" + id + "\",\"contactGroup\":\"" + group + "\",";
    }

    @Test
    void createShouldKeepEverything() {
        Response created = create("{" + WITHOUT_ID);

        created.then().statusCode(201);
        String id = created.path("id");
        assertThat(created.asString()).isEqualTo("{\"id\":\"" + id + "\"}");
        assertThat(created.header("Location")).isEqualTo(path(id));
        Response found = webadmin.call().get(path(id));
        assertThat(found.asString()).isEqualTo(beginning(id) + WITHOUT_ID);
        assertThat(found.header("ETag")).isEqualTo(created.header("ETag")).matches("\"[0-9]+\"");
        assertThat(webadmin.call().get("/contact-groups/" + group + "/contacts").asString())
                .isEqualTo("{\"items\":[" + beginning(id) + WITHOUT_ID + "]}");
    }

    @Test
    void createShouldLeaveOutWhatIsNotSaidAndShareNothingByItself() {
        String id = create(MINIMAL).path("id");

        assertThat(webadmin.call().get(path(id)).asString())
                .isEqualTo(beginning(id) + "\"name\":\"Ann\",\"emails\":[],\"shared\":false}");
    }

    @Test
    void createShouldTakeEmptyTextsForNothing() {
        String id = create("{\"name\":\" Ann \",\"identifier\":\"\",\"emails\":[],\"phones\":[],\"company\":\"\","
                        + "\"department\":\" \","
                        + "\"title\":\"\",\"postalAddress\":\"\\n\",\"notes\":\"\",\"shared\":false}")
                .path("id");

        assertThat(webadmin.call().get(path(id)).asString())
                .isEqualTo(beginning(id) + "\"name\":\"Ann\",\"emails\":[],\"shared\":false}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"address\":\"a@x.test\"},{\"address\":\"b@x.test\"}|a@x.test b@x.test",
                "{\"address\":\"a@x.test\"},{\"address\":\"b@x.test\",\"preferred\":true}|b@x.test a@x.test",
                "{\"address\":\"a@x.test\",\"preferred\":false},{\"address\":\"b@x.test\"},{\"preferred\":true,"
                        + "\"address\":\"c@x.test\"}|c@x.test a@x.test b@x.test"
            })
    void thePreferredAddressShouldComeFirst(String emails, String expected) {
        String id = create("{\"name\":\"Ann\",\"emails\":[" + emails + "]}").path("id");

        Response found = webadmin.call().get(path(id));

        assertThat(found.<List<String>>path("emails.address")).containsExactly(expected.split(" ", -1));
        assertThat(found.<List<Boolean>>path("emails.preferred"))
                .startsWith(true)
                .hasSizeGreaterThan(1);
        assertThat(found.<List<Boolean>>path("emails.preferred")).containsOnlyOnce(true);
        assertThat(found.asString()).doesNotContain("\"preferred\":false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|name: missing",
                "{\"shared\":true}|name: missing",
                "{\"name\":\"\"}|name",
                "{\"name\":7}|name",
                "{\"name\":null}|name",
                "{\"name\":\"a\\nb\"}|name",
                "{\"name\":\"a\\u202Eb\"}|name has a character that is not allowed (control, line break or direction)",
                "{\"name\":\"a\\uD800b\"}|name has a character that is not allowed",
                "{\"name\":\"Ann\",\"name\":\"Bob\"}|name",
                "{\"name\":\"Ann\",\"fax\":\"1\"}|fax",
                "{\"name\":\"Ann\",\"domain\":\"example.org\"}|domain",
                "{\"name\":\"Ann\",\"memberships\":[]}|memberships",
                "{\"name\":\"Ann\",\"shared\":\"true\"}|shared",
                "{\"name\":\"Ann\",\"shared\":1}|shared",
                "{\"name\":\"Ann\",\"shared\":null}|shared",
                "{\"name\":\"Ann\",\"identifier\":12345678}|identifier",
                "{\"name\":\"Ann\",\"identifier\":\"12345678A\"}|identifier",
                "{\"name\":\"Ann\",\"identifier\":\"ann@x.test\"}|identifier",
                "{\"name\":\"Ann\",\"emails\":\"ann@x.test\"}|emails",
                "{\"name\":\"Ann\",\"emails\":[\"ann@x.test\"]}|emails[0]",
                "{\"name\":\"Ann\",\"emails\":[{}]}|emails[0].address",
                "{\"name\":\"Ann\",\"emails\":[{\"address\":\"ann\"}]}|emails[0].address",
                "{\"name\":\"Ann\",\"emails\":[{\"address\":\"a@x.test\"},{\"address\":\"*@x.test\"}]}|"
                        + "emails[1].address",
                "{\"name\":\"Ann\",\"emails\":[{\"address\":\"a@x.test\",\"kind\":\"home\"}]}|emails[0].kind",
                "{\"name\":\"Ann\",\"emails\":[{\"address\":\"a@x.test\",\"label\":\"a\\nb\"}]}|emails[0].label has",
                "{\"name\":\"Ann\",\"emails\":[{\"address\":\"a@x.test\","
                        + "\"label\":\"123456789012345678901234567890123456789012345678901\"}]}|emails[0].label "
                        + "is longer than 50",
                "{\"name\":\"Ann\",\"emails\":[{\"address\":\"a@x.test\",\"preferred\":\"yes\"}]}|emails[0].preferred",
                "{\"name\":\"Ann\",\"emails\":[{\"address\":\"a@x.test\",\"preferred\":true},"
                        + "{\"address\":\"b@x.test\",\"preferred\":true}]}|emails[1].preferred",
                "{\"name\":\"Ann\",\"emails\":[{\"address\":\"a@x.test\"},{\"address\":\"A@X.test\"}]}|"
                        + "emails[1].address: given twice",
                "{\"name\":\"Ann\",\"phones\":\"1\"}|phones",
                "{\"name\":\"Ann\",\"phones\":[1]}|phones[0]",
                "{\"name\":\"Ann\",\"phones\":[\"1\",\" \"]}|phones[1]",
                "{\"name\":\"Ann\",\"phones\":[\"1\\n2\"]}|phones[0]",
                "{\"name\":\"Ann\",\"company\":\"a\\nb\"}|company",
                "{\"name\":\"Ann\",\"department\":\"a\\nb\"}|department",
                "{\"name\":\"Ann\",\"title\":\"a\\nb\"}|title",
                "{\"name\":\"Ann\",\"postalAddress\":\"a\\u0000b\"}|postalAddress",
                "{\"name\":\"Ann\",\"notes\":\"a\\u0007b\"}|notes",
                "[]|body",
                "{\"name\":|body"
            })
    void createAndReplaceShouldNameWhatIsWrong(String body, String named) {
        String ann = contacts.shared(group, "Ann Smith", "ann@x.test");

        for (Response response : List.of(create(body), put(ann, body))) {
            response.then()
                    .statusCode(400)
                    .body("type", equalTo("InvalidArgument"))
                    .body("message", containsString(named));
        }
        webadmin.call().get(path(ann)).then().body("name", equalTo("Ann Smith"));
        webadmin.call().get("/contact-groups/" + group).then().body("contactCount", equalTo(1));
    }

    @ParameterizedTest
    @CsvSource({
        "name,200",
        "identifier,100",
        "company,200",
        "department,200",
        "title,200",
        "postalAddress,1000",
        "notes,4000"
    })
    void textsShouldBeAsLongAsTheyMayBeAndNoLonger(String field, int length) {
        String longest = "x".repeat(length);
        String before = "name".equals(field) ? "{" : "{\"name\":\"Ann\",";
        String body = before + "\"" + field + "\":\"TEXT\"}";

        String id = create(body.replace("TEXT", longest)).path("id");
        webadmin.call().get(path(id)).then().body(field, equalTo(longest));
        create(body.replace("TEXT", longest + "x")).then().statusCode(400).body("message", containsString(field));
    }

    @Test
    void listsShouldBeAsLongAsTheyMayBeAndNoLonger() {
        List<String> emails = new ArrayList<>();
        List<String> phones = new ArrayList<>();
        for (int i = 0; i < 21; i++) {
            emails.add("{\"address\":\"a" + i + "@x.test\",\"label\":\"" + "l".repeat(50) + "\"}");
            phones.add("\"" + "1".repeat(50) + "\"");
        }

        create(listBody("emails", emails.subList(0, 20))).then().statusCode(201);
        create(listBody("phones", phones.subList(0, 20))).then().statusCode(201);
        create(listBody("emails", emails)).then().statusCode(400).body("message", containsString("emails"));
        create(listBody("phones", phones)).then().statusCode(400).body("message", containsString("phones"));
        create(listBody("phones", List.of("\"" + "1".repeat(51) + "\"")))
                .then()
                .statusCode(400)
                .body("message", containsString("phones[0]"));
        create("{\"name\":\"Ann\",\"emails\":[{\"address\":\"a@x.test\",\"label\":\"" + "l".repeat(51) + "\"}]}")
                .then()
                .statusCode(400)
                .body("message", containsString("emails[0]"));
    }

    private static String listBody(String field, List<String> entries) {
        return "{\"name\":\"Ann\",\"" + field + "\":[" + String.join(",", entries) + "]}";
    }

    @Test
    void bodiesShouldBeRefusedWhenTheyAreTooLongOrOfAnotherType() {
        String ann = create(MINIMAL).path("id");
        String tooLong = "{\"name\":\"" + "x".repeat(64 << 10) + "\"}";

        create(tooLong).then().statusCode(413);
        put(ann, tooLong).then().statusCode(413);
        webadmin.call()
                .contentType(ContentType.XML)
                .body(MINIMAL)
                .put(path(ann))
                .then()
                .statusCode(415);
        webadmin.call().put(path(ann)).then().statusCode(400).body("message", containsString("body"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'; DROP TABLE contacts; --",
                "100%_!",
                "<script>alert(1)</script>",
                "=cmd|' /C calc'!A0",
                "José Ñandú 😀"
            })
    void anyLineOfTextShouldBeKeptAsItIs(String text) {
        String id = create("{\"name\":\"" + text + "\",\"company\":\"" + text + "\",\"notes\":\"" + text + "\"}")
                .path("id");

        webadmin.call()
                .get(path(id))
                .then()
                .body("name", equalTo(text))
                .body("company", equalTo(text))
                .body("notes", equalTo(text));
    }

    @Test
    void theIdentifierShouldBeTheOnlyOneOfItsKindInTheDomain() {
        create("{\"name\":\"Ann\",\"identifier\":\"X-17\"}").then().statusCode(201);
        String bob = create("{\"name\":\"Bob\"}").path("id");
        webadmin.profiles().save(new Profile(Address.parse(BOB), "Bob Brown", "X-18"));

        create("{\"name\":\"Bea\",\"identifier\":\"x-17\"}")
                .then()
                .statusCode(409)
                .body("type", equalTo("WrongState"))
                .body("message", containsString("x-17"));
        put(bob, "{\"name\":\"Bob\",\"identifier\":\"x-17\"}").then().statusCode(409);
        put(bob, "{\"name\":\"Bob\",\"identifier\":\"X-18\"}").then().statusCode(409);
        contacts.contact(contacts.group("Elsewhere", "example.net"), "{\"name\":\"Ann\",\"identifier\":\"X-17\"}");
    }

    @Test
    void theLetterOfAnIdentifierShouldBeCheckedWhenItChanges() {
        String id = create(MINIMAL).path("id");
        webadmin.contacts()
                .update(
                        UUID.fromString(id),
                        new ContactDetails("Ann", "12345678A", List.of(), List.of(), "", "", "", "", "", false),
                        OptionalLong.empty());

        put(id, "{\"name\":\"Anna\",\"identifier\":\"12345678A\"}").then().statusCode(200);
        put(id, "{\"name\":\"Anna\",\"identifier\":\"X1234567A\"}")
                .then()
                .statusCode(400)
                .body("message", containsString("identifier: the NIE X1234567A"));
        put(id, "{\"name\":\"Anna\",\"identifier\":\"X1234567L\"}").then().statusCode(200);
    }

    @Test
    void severalLinesShouldHaveABlankWhereATabWas() {
        String id = create("{\"name\":\"Ann\",\"postalAddress\":\"1\\tMain St\\r\\nTown\",\"notes\":\"a\\tb\"}")
                .path("id");

        webadmin.call()
                .get(path(id))
                .then()
                .body("postalAddress", equalTo("1 Main St\nTown"))
                .body("notes", equalTo("a b"));
    }

    @Test
    void replaceShouldReplaceEverything() {
        String id = create("{" + WITHOUT_ID).path("id");

        Response replaced = put(id, MINIMAL);

        assertThat(replaced.statusCode()).isEqualTo(200);
        assertThat(replaced.asString())
                .isEqualTo(beginning(id) + "\"name\":\"Ann\",\"emails\":[],\"shared\":false}")
                .isEqualTo(webadmin.call().get(path(id)).asString());
        assertThat(replaced.header("ETag")).isEqualTo(contacts.tag(path(id)));
    }

    @Test
    void replaceShouldTakeWhatGetHasAnswered() {
        String id = create("{" + WITHOUT_ID).path("id");
        Response found = webadmin.call().get(path(id));

        Response replaced = put(id, found.asString());

        assertThat(replaced.statusCode()).isEqualTo(200);
        assertThat(replaced.asString()).isEqualTo(found.asString());
        assertThat(replaced.header("ETag")).isEqualTo(found.header("ETag"));
    }

    @Test
    void replaceShouldNeitherMoveNorRenumber() {
        String id = create(MINIMAL).path("id");
        String other = contacts.group("Clients");

        put(id, "{\"id\":\"" + NOBODY + "\",\"name\":\"Ann\"}")
                .then()
                .statusCode(400)
                .body("message", containsString("id is not " + id));
        put(id, "{\"contactGroup\":\"" + other + "\",\"name\":\"Ann\"}")
                .then()
                .statusCode(400)
                .body("message", containsString("contactGroup"));
        put(id, "{\"id\":\"" + id + "\",\"contactGroup\":\"" + group + "\",\"name\":\"Anna\"}")
                .then()
                .statusCode(200);
        create("{\"id\":\"" + NOBODY + "\",\"name\":\"Ann\"}").then().statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {NOBODY, "x", "1-1-1-1-1"})
    void everyCallShouldNotFindWhatIsNotThere(String id) {
        for (Response response : List.of(
                webadmin.call().get(path(id)), put(id, MINIMAL), webadmin.call().delete(path(id)))) {
            response.then()
                    .statusCode(404)
                    .body("type", equalTo("notFound"))
                    .body("message", equalTo("there is no contact " + id));
        }
    }

    @Test
    void everyCallShouldRefuseAQueryParameterItDoesNotKnow() {
        String ann = create(MINIMAL).path("id");

        assertThat(List.of(
                        webadmin.call().get(path(ann) + "?x=1"),
                        webadmin.call(MINIMAL).put(path(ann) + "?x=1"),
                        webadmin.call().delete(path(ann) + "?x=1"),
                        webadmin.call("{\"ids\":[]}").post("/contacts?action=delete&x=1"),
                        webadmin.call("{\"ids\":[]}").post("/contacts"),
                        webadmin.call("{\"ids\":[]}").post("/contacts?action=copy")))
                .extracting(Response::statusCode)
                .containsOnly(400);
        webadmin.call().get(path(ann)).then().statusCode(200);
    }

    @Test
    void aStaleConditionShouldChangeNothing() {
        String id = create(MINIMAL).path("id");
        String before = contacts.tag(path(id));
        webadmin.call("{\"name\":\"Anna\"}")
                .header("If-Match", before)
                .put(path(id))
                .then()
                .statusCode(200);

        for (Response response : List.of(
                webadmin.call(MINIMAL).header("If-Match", before).put(path(id)),
                webadmin.call().header("If-Match", before).delete(path(id)),
                webadmin.call()
                        .header("If-Match", "W/" + contacts.tag(path(id)))
                        .delete(path(id)))) {
            response.then().statusCode(412).body("type", equalTo("WrongState"));
        }
        webadmin.call().get(path(id)).then().body("name", equalTo("Anna"));
        webadmin.call()
                .header("If-Match", contacts.tag(path(id)))
                .delete(path(id))
                .then()
                .statusCode(200);
    }

    @Test
    void deleteShouldAnswerWithWhatWasDeleted() {
        String id = create("{" + WITHOUT_ID).path("id");

        Response deleted = webadmin.call().delete(path(id));

        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(deleted.asString()).isEqualTo(beginning(id) + WITHOUT_ID);
        webadmin.call().get(path(id)).then().statusCode(404);
        webadmin.call().get("/contact-groups/" + group).then().body("contactCount", equalTo(0));
        assertThat(create("{" + WITHOUT_ID).statusCode()).isEqualTo(201);
    }

    @Test
    void noUpdateShouldBeLostWhenTwentyEditAtOnce() throws Exception {
        String id = create(MINIMAL).path("id");
        ExecutorService editors = Executors.newFixedThreadPool(20);
        try {
            List<Future<?>> edits = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String phone = "+34 " + i;
                edits.add(editors.submit(() -> addPhone(id, phone)));
            }
            for (Future<?> edit : edits) {
                edit.get();
            }
        } finally {
            editors.shutdownNow();
        }

        assertThat(webadmin.call().get(path(id)).<List<String>>path("phones"))
                .hasSize(20)
                .doesNotHaveDuplicates();
    }

    /** Adds a phone as an editor does: it reads, changes and writes, and begins again if somebody else was faster. */
    private static void addPhone(String id, String phone) {
        int status;
        do {
            Response read = webadmin.call().get(path(id));
            List<String> phones = new ArrayList<>();
            List<String> known = read.path("phones");
            if (known != null) {
                phones.addAll(known);
            }
            phones.add(phone);
            status = webadmin.call("{\"name\":\"Ann\",\"phones\":[\"" + String.join("\",\"", phones) + "\"]}")
                    .header("If-Match", read.header("ETag"))
                    .put(path(id))
                    .statusCode();
            assertThat(status).isIn(200, 412);
        } while (status == 412);
    }

    @Test
    void nobodyButPostmastersShouldMaintainOrSeeContacts() {
        UUID contactGroup = UUID.fromString(group);
        UUID ann = UUID.fromString(contacts.shared(group, "Ann", "ann@x.test"));
        Principal alice = user(ALICE);
        ContactService service = webadmin.service(ContactService.class);
        ContactDraft draft = new ContactDraft(
                new ContactDetails("Ann", "", List.of(), List.of(), "", "", "", "", "", false), "", "", "");

        assertThatThrownBy(() -> service.list(alice, contactGroup, "", PageRequest.first(1)))
                .isInstanceOf(NotAllowedException.class);
        assertThatThrownBy(() -> service.get(alice, ann)).isInstanceOf(NotAllowedException.class);
        assertThatThrownBy(() -> service.create(alice, contactGroup, draft)).isInstanceOf(NotAllowedException.class);
        assertThatThrownBy(() -> service.replace(alice, ann, draft, ExpectedVersions.any()))
                .isInstanceOf(NotAllowedException.class);
        assertThatThrownBy(() -> service.delete(alice, ann, ExpectedVersions.any()))
                .isInstanceOf(NotAllowedException.class);
        assertThatThrownBy(() -> service.deleteAll(alice, List.of(ann))).isInstanceOf(NotAllowedException.class);
        assertThatThrownBy(() -> service.moveAll(alice, List.of(ann), contactGroup))
                .isInstanceOf(NotAllowedException.class);
        webadmin.call().get(path(ann.toString())).then().body("shared", equalTo(true));
    }
}
