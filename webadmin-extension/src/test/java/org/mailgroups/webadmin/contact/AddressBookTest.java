// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.TEAM;
import static org.mailgroups.webadmin.contact.SharedContacts.NOBODY;

import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.webadmin.Webadmin;

class AddressBookTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private final SharedContacts contacts = new SharedContacts(webadmin);
    private String suppliers;

    @BeforeEach
    void createContactGroup() {
        suppliers = contacts.group("Suppliers");
    }

    private static Response recipients(String... ids) {
        return webadmin.call().get("/address-book/recipients?ids=" + String.join(",", ids));
    }

    @Test
    void recipientsShouldBeTheSameWhenTheIdsComeInABody() {
        webadmin.createGroup(TEAM, BOB);
        String ann = contacts.contact(
                suppliers, "{\"name\":\"Ann\",\"emails\":[{\"address\":\"ann@x.test\"}],\"shared\":true}");

        picked(ann, TEAM)
                .then()
                .statusCode(200)
                .body("recipients", equalTo("Ann <ann@x.test>, A group <team@example.org>"));
        assertThat(picked(ann, TEAM).asString()).isEqualTo(recipients(ann, TEAM).asString());
    }

    @Test
    void recipientsShouldKeepTheOrderAndNameTheFirstThatIsUnknown() {
        for (int i = 0; i < 600; i++) {
            webadmin.createGroup("g%03d@example.org".formatted(i));
        }
        List<String> ids = IntStream.range(0, 600)
                .mapToObj(i -> (i % 2 == 0 ? "g%03d@example.org" : "G%03d@EXAMPLE.org").formatted(599 - i))
                .toList();

        String recipients = picked(ids.toArray(String[]::new)).path("recipients");

        assertThat(recipients).startsWith("A group <g599@example.org>, A group <g598@example.org>, ");
        assertThat(recipients.split(", ")).hasSize(600);
        picked("g001@example.org", "gone@example.org", "g002@example.org")
                .then()
                .statusCode(404)
                .body("message", containsString("gone@example.org"));
        picked("g001@example.org", "@", "gone@example.org")
                .then()
                .statusCode(404)
                .body("message", containsString("@"));
    }

    @Test
    void recipientsShouldTakeAThousandIdsInABody() {
        webadmin.createGroup(TEAM, BOB);
        String[] most = IntStream.range(0, 1000).mapToObj(i -> TEAM).toArray(String[]::new);
        String[] more = IntStream.range(0, 1001).mapToObj(i -> TEAM).toArray(String[]::new);

        picked(most).then().statusCode(200).body("recipients", equalTo("A group <team@example.org>"));
        picked(more).then().statusCode(413).body("message", containsString("ids"));
    }

    @Test
    void recipientsShouldRefuseABodyThatPicksNothing() {
        picked().then().statusCode(400).body("message", containsString("ids"));
        picked("\u0000").then().statusCode(404);
        webadmin.call()
                .contentType("application/json")
                .body("{\"ids\":[],\"other\":1}")
                .post("/address-book/recipients")
                .then()
                .statusCode(400)
                .body("message", containsString("other"));
        picked(contacts.unshared(suppliers, "Hidden", "hidden@x.test")).then().statusCode(404);
    }

    private static Response picked(String... ids) {
        return webadmin.call()
                .contentType("application/json")
                .body(Map.of("ids", List.of(ids)))
                .post("/address-book/recipients");
    }

    @Test
    void listShouldHoldGroupsAndThenSharedContacts() {
        webadmin.createGroup(TEAM, BOB);
        String ann = contacts.contact(
                suppliers,
                "{\"name\":\"Ann Smith\",\"identifier\":\"X-17\",\"emails\":[{\"address\":\"ann+work@x.test\"},"
                        + "{\"address\":\"ann@home.test\",\"label\":\"home\"}],\"phones\":[\"+34 600\"],"
                        + "\"company\":\"Acme\","
                        + "\"department\":\"Sales\",\"title\":\"Head\",\"postalAddress\":\"Street 1\","
                        + "\"notes\":\"Pays late\",\"shared\":true}");
        String phone = contacts.contact(suppliers, "{\"name\":\"Zoe\",\"phones\":[\"1\"],\"shared\":true}");
        contacts.unshared(suppliers, "Hidden", "hidden@x.test");

        assertThat(webadmin.call().get("/address-book").asString())
                .isEqualTo("{\"items\":[{\"id\":\"team@example.org\",\"kind\":\"group\",\"name\":\"A group\","
                        + "\"address\":\"team@example.org\",\"mailto\":\"mailto:team@example.org\"},"
                        + "{\"id\":\"" + ann
                        + "\",\"kind\":\"contact\",\"name\":\"Ann Smith\",\"address\":\"ann+work@x.test\","
                        + "\"mailto\":\"mailto:ann%2Bwork@x.test\",\"emails\":[{\"address\":\"ann+work@x.test\","
                        + "\"preferred\":true},"
                        + "{\"address\":\"ann@home.test\",\"label\":\"home\"}],\"phones\":[\"+34 600\"],"
                        + "\"company\":\"Acme\","
                        + "\"department\":\"Sales\",\"title\":\"Head\",\"postalAddress\":\"Street 1\"},"
                        + "{\"id\":\"" + phone + "\",\"kind\":\"contact\",\"name\":\"Zoe\",\"phones\":[\"1\"]}]}");
    }

    @Test
    void listShouldHoldOnlyWhatIsAskedFor() {
        webadmin.createGroup(TEAM, BOB);
        webadmin.createGroup("ann-fans@example.net");
        contacts.shared(suppliers, "Joanna", "j@x.test");
        contacts.shared(suppliers, "Ánn", "a@x.test");
        contacts.shared(contacts.group("Elsewhere", "example.net"), "Ann of the net", "n@x.test");

        assertThat(names("?q=ann")).containsExactly("A group", "Ánn", "Ann of the net", "Joanna");
        assertThat(names("?q=ann&domain=example.org")).containsExactly("Ánn", "Joanna");
        assertThat(names("?domain=EXAMPLE.net")).containsExactly("A group", "Ann of the net");
        assertThat(names("?domain=unknown.test")).isEmpty();
        assertThat(names("?q=nobody")).isEmpty();
    }

    private static List<String> names(String query) {
        return webadmin.call().get("/address-book" + query).path("items.name");
    }

    @Test
    void listShouldComeInPagesThatMeetWithoutGapOrOverlap() {
        webadmin.createGroup("a@example.org");
        webadmin.createGroup("b@example.org");
        webadmin.createGroup("c@example.org");
        List<String> expected =
                List.of("a@example.org", "b@example.org", "c@example.org", "z@x.test", "y@x.test", "x@x.test");
        contacts.shared(suppliers, "Ann", "z@x.test");
        contacts.shared(suppliers, "Bea", "y@x.test");
        contacts.shared(suppliers, "Cloe", "x@x.test");

        for (int limit = 1; limit <= 7; limit++) {
            assertThat(contacts.all("/address-book", "", limit, "address"))
                    .as("limit " + limit)
                    .containsExactlyElementsOf(expected);
        }
    }

    @Test
    void listShouldHaveNoNextWhenGroupsFillTheLastPage() {
        webadmin.createGroup("a@example.org");

        assertThat(webadmin.call().get("/address-book?limit=1").<String>path("next"))
                .isNull();
        contacts.unshared(suppliers, "Hidden", "hidden@x.test");
        assertThat(webadmin.call().get("/address-book?limit=1").<String>path("next"))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=1001",
                "x=1",
                "domain=a@b",
                "q=%00",
                "q=a&q=b",
                "after=nonsense",
                "after=c:nonsense",
                "after=team@example.org",
                "kind=group"
            })
    void listShouldRefuseWhatIsWrong(String query) {
        webadmin.call().get("/address-book?" + query).then().statusCode(400).body("type", equalTo("InvalidArgument"));
    }

    @Test
    void listShouldRefuseAnAfterThatIsTooLong() {
        webadmin.call().get("/address-book?after=g:" + "x".repeat(255)).then().statusCode(400);
        webadmin.call().get("/address-book?after=c:" + "x".repeat(1201)).then().statusCode(400);
    }

    @Test
    void recipientsShouldBeOneAddressList() {
        webadmin.createGroup(TEAM, BOB);
        String ann = contacts.shared(suppliers, "Smith, Ann", "ann@x.test");
        String jose = contacts.shared(suppliers, "José", "Jose@Büro.test");

        Response answer = recipients(ann, "TEAM@example.org", jose);

        assertThat(answer.contentType()).isEqualTo("application/json");
        assertThat(answer.<String>path("recipients"))
                .isEqualTo("\"Smith, Ann\" <ann@x.test>, A group <team@example.org>, =?UTF-8?B?Sm9zw6k=?= "
                        + "<Jose@xn--bro-hoa.test>");
        assertThat(answer.jsonPath().getMap("$")).hasSize(1);
    }

    @Test
    void recipientsShouldHaveEachAddressOnce() {
        String ann = contacts.shared(suppliers, "Ann", "ann@x.test");
        String again = contacts.shared(suppliers, "Ann again", "ANN@x.test");

        assertThat(recipients(ann, again, ann).<String>path("recipients")).isEqualTo("Ann <ann@x.test>");
    }

    @Test
    void recipientsShouldNotTellAnUnsharedContactFromOneThatIsNotThere() {
        String ann = contacts.shared(suppliers, "Ann", "ann@x.test");
        String hidden = contacts.unshared(suppliers, "Hidden", "hidden@x.test");

        Response unshared = recipients(ann, hidden);
        Response unknown = recipients(ann, NOBODY);

        unshared.then().statusCode(404).body("type", equalTo("notFound"));
        assertThat(unshared.asString()).isEqualTo(unknown.asString().replace(NOBODY, hidden));
        assertThat(unknown.<String>path("message")).isEqualTo("there is no group or shared contact " + NOBODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "nobody@example.org", "bob@example.org", "@", "a%20b@x.test", "1-1-1-1-1"})
    void recipientsShouldNotFindWhatIsNotInTheAddressBook(String id) {
        recipients(id).then().statusCode(404).body("type", equalTo("notFound"));
    }

    @Test
    void recipientsShouldRefuseAContactWithoutAddress() {
        String phone = contacts.contact(suppliers, "{\"name\":\"Zoe\",\"shared\":true}");

        recipients(phone)
                .then()
                .statusCode(400)
                .body("type", equalTo("InvalidArgument"))
                .body("message", containsString("ids: the contact " + phone));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?ids=", "?ids=,", "?ids=a%0Ab", "?ids=a@b.test&ids=c@b.test", "?ids=a@b.test&x=1"})
    void recipientsShouldRefuseWhatIsWrong(String query) {
        webadmin.call()
                .get("/address-book/recipients" + query)
                .then()
                .statusCode(400)
                .body("type", equalTo("InvalidArgument"));
    }

    @Test
    void recipientsShouldRefuseMoreThanAThousand() {
        String tooMany =
                IntStream.rangeClosed(0, 1000).mapToObj(Integer::toString).collect(Collectors.joining(","));

        recipients(tooMany).then().statusCode(413).body("message", containsString("ids"));
    }
}
