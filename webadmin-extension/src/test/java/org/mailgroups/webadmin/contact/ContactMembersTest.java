// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.mailgroups.webadmin.Webadmin.ALIAS;
import static org.mailgroups.webadmin.Webadmin.ALICE;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.CAROL;
import static org.mailgroups.webadmin.Webadmin.TEAM;
import static org.mailgroups.webadmin.contact.SharedContacts.NOBODY;

import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.profile.Profile;
import org.mailgroups.value.Address;
import org.mailgroups.webadmin.Webadmin;

/** Contacts as members of a group, and as candidates for it. */
class ContactMembersTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static final String MEMBERS = "/groups/" + TEAM + "/members";

    private final SharedContacts contacts = new SharedContacts(webadmin);
    private String suppliers;

    @BeforeEach
    void createGroups() {
        webadmin.createGroup(TEAM);
        suppliers = contacts.group("Suppliers");
    }

    private static Response add(String contact) {
        return webadmin.call().put(MEMBERS + "/contact:" + contact);
    }

    private static Response remove(String contact) {
        return webadmin.call().delete(MEMBERS + "/contact:" + contact);
    }

    private static Response members() {
        return webadmin.call().get(MEMBERS);
    }

    private static List<String> addresses() {
        return members().path("items.address");
    }

    private static Response candidates(String query) {
        return webadmin.call().get("/groups/" + TEAM + "/candidates" + query);
    }

    @Test
    void addAndRemoveShouldAnswerTheSameWhenDoneAgain() {
        String ann = contacts.shared(suppliers, "Ann", "ann@x.test");

        add(ann).then().statusCode(204).body(equalTo(""));
        webadmin.call("{}").put(MEMBERS + "/contact%3A" + ann).then().statusCode(204);
        assertThat(addresses()).containsExactly("ann@x.test");

        remove(ann).then().statusCode(204);
        remove(ann).then().statusCode(204);
        remove(NOBODY).then().statusCode(204);
        assertThat(addresses()).isEmpty();
    }

    @Test
    void listShouldSayWhichMembersAreContacts() {
        String ann = contacts.unshared(suppliers, "Ann", "ann@x.test");
        webadmin.call().put(MEMBERS + "/" + BOB).then().statusCode(204);
        add(ann).then().statusCode(204);

        assertThat(members().asString().replaceAll("\"addedAt\":\"[^\"]*Z\"", "\"addedAt\":\"TIME\""))
                .isEqualTo("{\"items\":[{\"address\":\"ann@x.test\",\"name\":\"Ann\",\"kind\":\"external\","
                        + "\"addedAt\":\"TIME\",\"contact\":\""
                        + ann
                        + "\"},{\"address\":\"bob@example.org\",\"kind\":\"user\",\"addedAt\":\"TIME\"}]}");
    }

    @Test
    void membershipShouldFollowTheContactAndEndWithIt() {
        String ann = contacts.shared(suppliers, "Ann", "ann@x.test");
        add(ann).then().statusCode(204);
        String before = contacts.tag("/groups/" + TEAM);

        webadmin.call("{\"name\":\"Ann Smith\",\"emails\":[{\"address\":\"ann@x.test\"},"
                        + "{\"address\":\"ann@new.test\",\"preferred\":true}]}")
                .put("/contacts/" + ann)
                .then()
                .statusCode(200);

        members().then().body("items[0].name", equalTo("Ann Smith")).body("items[0].contact", equalTo(ann));
        assertThat(addresses()).containsExactly("ann@new.test");
        assertThat(webadmin.call().get("/groups/" + TEAM + "/recipients").<List<String>>path("items.address"))
                .containsExactly("ann@new.test");
        assertThat(contacts.tag("/groups/" + TEAM)).isNotEqualTo(before);

        webadmin.call().delete("/contacts/" + ann).then().statusCode(200).body("memberships", equalTo(List.of(TEAM)));
        assertThat(addresses()).isEmpty();
    }

    @Test
    void addShouldRefuseAContactThatCannotBeAMember() {
        webadmin.createGroup("all@example.org", TEAM);
        String elsewhere = contacts.group("Elsewhere", "example.net");
        String withoutAddress = contacts.contact(suppliers, "{\"name\":\"Phone only\",\"phones\":[\"1\"]}");
        String ofAnotherDomain = contacts.shared(elsewhere, "Eve", "eve@x.test");
        String gone = contacts.shared(suppliers, "Gone", "nobody@example.org");
        String cycle = contacts.shared(suppliers, "All", "all@example.org");
        String itself = contacts.shared(suppliers, "Team", TEAM);

        add(NOBODY).then().statusCode(404).body("message", equalTo("there is no contact " + NOBODY));
        add("nonsense").then().statusCode(404).body("message", containsString("nonsense"));
        for (String contact : List.of(withoutAddress, ofAnotherDomain, gone)) {
            add(contact)
                    .then()
                    .statusCode(400)
                    .body("type", equalTo("InvalidArgument"))
                    .body("message", containsString("member: "));
        }
        for (String contact : List.of(cycle, itself)) {
            add(contact).then().statusCode(409).body("type", equalTo("WrongState"));
        }
        assertThat(addresses()).isEmpty();
    }

    @Test
    void addShouldTakeNoNameSinceTheContactGivesIt() {
        String ann = contacts.shared(suppliers, "Ann", "ann@x.test");

        webadmin.call("{\"name\":\"Annie\"}")
                .put(MEMBERS + "/contact:" + ann)
                .then()
                .statusCode(400)
                .body("message", containsString("name"));
        assertThat(addresses()).isEmpty();
    }

    @Test
    void addAndRemoveShouldNotFindAGroupThatIsNotThere() {
        String ann = contacts.shared(suppliers, "Ann", "ann@x.test");

        for (Response response : List.of(
                webadmin.call().put("/groups/none@example.org/members/contact:" + ann),
                webadmin.call().delete("/groups/none@example.org/members/contact:" + ann))) {
            response.then().statusCode(404).body("message", containsString("none@example.org"));
        }
    }

    @Test
    void addAndRemoveShouldHappenOnlyToTheVersionThatIsExpected() {
        String ann = contacts.shared(suppliers, "Ann", "ann@x.test");
        String before = contacts.tag("/groups/" + TEAM);
        webadmin.call().put(MEMBERS + "/" + BOB).then().statusCode(204);

        webadmin.call()
                .header("If-Match", before)
                .put(MEMBERS + "/contact:" + ann)
                .then()
                .statusCode(412);
        assertThat(addresses()).containsExactly(BOB);
        webadmin.call()
                .header("If-Match", contacts.tag("/groups/" + TEAM))
                .put(MEMBERS + "/contact:" + ann)
                .then()
                .statusCode(204);
        webadmin.call()
                .header("If-Match", before)
                .delete(MEMBERS + "/contact:" + ann)
                .then()
                .statusCode(412);
        assertThat(addresses()).containsExactly("ann@x.test", BOB);
    }

    @Test
    void replaceShouldRefuseALocalAddressThatNobodyHasWhenTheContactIsAMember() {
        String ann = contacts.shared(suppliers, "Ann", "ann@x.test");
        String body = "{\"name\":\"Ann\",\"emails\":[{\"address\":\"ann@x.test\"},{\"address\":\"ADDRESS\","
                + "\"preferred\":true}]}";
        webadmin.call(body.replace("ADDRESS", "nobody@example.org"))
                .put("/contacts/" + ann)
                .then()
                .statusCode(200);
        webadmin.call(SharedContacts.json("Ann", "ann@x.test", true)).put("/contacts/" + ann);
        add(ann).then().statusCode(204);

        webadmin.call(body.replace("ADDRESS", "nobody@example.org"))
                .put("/contacts/" + ann)
                .then()
                .statusCode(400)
                .body("message", containsString("emails[1].address: nobody@example.org"));
        assertThat(addresses()).containsExactly("ann@x.test");
        webadmin.call(body.replace("ADDRESS", BOB))
                .put("/contacts/" + ann)
                .then()
                .statusCode(200);
        assertThat(addresses()).containsExactly(BOB);
    }

    @Test
    void replaceShouldClashWhenAMemberWouldHaveNoAddressOrACycleWouldClose() {
        webadmin.createGroup("all@example.org", TEAM);
        String ann = contacts.shared(suppliers, "Ann", "ann@x.test");
        add(ann).then().statusCode(204);

        webadmin.call("{\"name\":\"Ann\"}")
                .put("/contacts/" + ann)
                .then()
                .statusCode(409)
                .body("message", containsString(TEAM));
        webadmin.call(SharedContacts.json("Ann", "all@example.org", true))
                .put("/contacts/" + ann)
                .then()
                .statusCode(409);
        assertThat(addresses()).containsExactly("ann@x.test");
    }

    @Test
    void candidatesShouldHoldSharedContactsThatCouldBeAdded() {
        String ann = contacts.shared(suppliers, "Ann", "ann@x.test");
        contacts.unshared(suppliers, "Hidden", "hidden@x.test");
        contacts.contact(suppliers, "{\"name\":\"Phone only\",\"shared\":true}");
        contacts.shared(suppliers, "Gone", "nobody@example.org");
        contacts.shared(contacts.group("Elsewhere", "example.net"), "Eve", "eve@x.test");
        String member = contacts.shared(suppliers, "Member", "member@x.test");
        add(member).then().statusCode(204);
        String alias = contacts.shared(suppliers, "Info desk", ALIAS);

        assertThat(candidates("").asString())
                .isEqualTo("{\"items\":[{\"address\":\"alice@example.org\",\"kind\":\"user\"},"
                        + "{\"address\":\"ann@x.test\",\"name\":\"Ann\",\"kind\":\"contact\",\"contact\":\"" + ann
                        + "\"},"
                        + "{\"address\":\"bob@example.org\",\"kind\":\"user\"},"
                        + "{\"address\":\"carol@example.org\",\"kind\":\"user\"},"
                        + "{\"address\":\"info@example.org\",\"name\":\"Info desk\",\"kind\":\"contact\",\"contact\":\""
                        + alias + "\"}]}");
    }

    @Test
    void candidatesShouldSayUserOrGroupWhereAContactHasTheAddressOfOne() {
        webadmin.createGroup("dev@example.org");
        webadmin.createGroup("all@example.org", TEAM);
        webadmin.profiles().save(new Profile(Address.parse(CAROL), "Carol Clark", ""));
        contacts.shared(suppliers, "Smith, user", CAROL);
        contacts.shared(suppliers, "Smith, group", "dev@example.org");
        contacts.shared(suppliers, "Smith, above", "all@example.org");
        contacts.shared(suppliers, "Smith, itself", TEAM);

        String expected = "{\"items\":[{\"address\":\"carol@example.org\",\"name\":\"Carol Clark\",\"kind\":\"user\"},"
                + "{\"address\":\"dev@example.org\",\"name\":\"A group\",\"kind\":\"group\"}]}";
        assertThat(candidates("?q=smith").asString()).isEqualTo(expected);
        assertThat(candidates("?after=bob@example.org").asString()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"?q=ann,ann@x.test", "?q=ACME,ann@x.test", "?q=X-17,''", "?q=nobody,''", "?q=%25,''"})
    void candidatesShouldFindContactsByNameAddressAndCompanyOnly(String query, String expected) {
        contacts.contact(
                suppliers,
                "{\"name\":\"Ánn\",\"company\":\"Acme\",\"identifier\":\"X-17\","
                        + "\"emails\":[{\"address\":\"ann@x.test\"}],\"shared\":true}");

        assertThat(candidates(query).<List<String>>path("items.address"))
                .containsExactlyElementsOf(expected.isEmpty() ? List.of() : List.of(expected));
    }

    @Test
    void candidatesShouldComeInPagesThatMeetWithoutGapOrOverlap() {
        List<String> expected = new ArrayList<>(List.of(ALICE, BOB, CAROL));
        for (String address : List.of("a@x.test", "amy@x.test", "bz@x.test", "z@x.test")) {
            contacts.shared(suppliers, "Contact " + address, address);
            expected.add(address);
        }
        contacts.shared(suppliers, "The same address again", "z@x.test");
        expected.sort(null);

        assertThat(contacts.all("/groups/" + TEAM + "/candidates", "", 2, "address"))
                .containsExactlyElementsOf(expected);
    }

    @Test
    void exportShouldHaveTheIdentifierOfAContact() {
        String ann = contacts.contact(
                suppliers,
                "{\"name\":\"Ann Smith\",\"identifier\":\"X-17\",\"emails\":[{\"address\":\"ann@x.test\"}]}");
        String bea = contacts.unshared(suppliers, "Bea", "bea@x.test");
        add(ann).then().statusCode(204);
        add(bea).then().statusCode(204);
        webadmin.call().put(MEMBERS + "/" + BOB).then().statusCode(204);

        assertThat(webadmin.call().get("/groups/" + TEAM + "/export.csv").asString())
                .isEqualTo("Identifier;Name\r\nX-17;Ann Smith\r\nbea@x.test;Bea\r\nbob@example.org;\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "contact:",
                "contact:x",
                "Contact:00000000-0000-4000-8000-000000000000",
                "contact:00000000-0000-4000-8000-000000000000@x.test"
            })
    void whatOnlyLooksLikeAContactShouldBeNoMember(String member) {
        assertThat(webadmin.call().put(MEMBERS + "/" + member).statusCode()).isIn(400, 404);
        assertThat(addresses()).isEmpty();
    }
}
