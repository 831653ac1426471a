// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.mailgroups.webadmin.Webadmin.ALICE;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.TEAM;

import io.restassured.response.Response;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.NewContact;
import org.mailgroups.group.NewMember;
import org.mailgroups.value.Address;
import org.mailgroups.webadmin.Imports;
import org.mailgroups.webadmin.Json;
import org.mailgroups.webadmin.Webadmin;

/** Every way by which an address could come in that no mail can be sent to, and those that are there already. */
class UnsendableAddressesTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static final Imports imports = new Imports(webadmin);
    private static final String MEMBERS = "/groups/" + TEAM + "/members";

    private static void refused(Response response, String field, String address) {
        response.then()
                .statusCode(400)
                .body("type", equalTo("InvalidArgument"))
                .body("message", startsWith(field + ": " + address + " can "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jörg@plain.example", "x@xn--a.example", "x@plain.3com", "李@例え.テスト"})
    void noDoorShouldTakeTheAddress(String address) {
        webadmin.createGroup(TEAM, BOB);
        String list = "[\"" + BOB + "\",\"" + address + "\"]";

        refused(webadmin.call().put(MEMBERS + "/" + address), "member", address);
        refused(webadmin.call(list).post(MEMBERS + "?action=add"), "[1]", address);
        refused(
                webadmin.call("{\"name\":\"x\",\"members\":" + list + "}").put("/groups/other@example.org"),
                "members[1]",
                address);
        refused(
                webadmin.call("{\"name\":\"x\",\"administrators\":" + list + "}")
                        .put("/groups/other@example.org"),
                "administrators[1]",
                address);
        refused(
                webadmin.call("{\"administrators\":" + list + "}").patch("/groups/" + TEAM),
                "administrators[1]",
                address);
        refused(
                webadmin.call("{\"settings\":{\"allowedSenders\":" + list + "}}")
                        .patch("/groups/" + TEAM),
                "settings.allowedSenders[1]",
                address);
        refused(
                webadmin.call("{\"name\":\"x\",\"settings\":{\"allowedSenders\":" + list + "}}")
                        .put("/groups/other@example.org"),
                "settings.allowedSenders[1]",
                address);
        refused(webadmin.call().put("/memberships/" + address + "/" + TEAM), "member", address);
        refused(webadmin.call().post("/memberships/" + BOB + "?action=rename&to=" + address), "to", address);
        Json task = imports.run(MEMBERS + "?action=import", "Identifier;Name\n" + address + ";\n" + ALICE + ";\n");
        assertThat(task.getString("additionalInformation.rejections[0].reason")).startsWith(address + " can get no");
        assertThat(webadmin.call().get(MEMBERS).<List<String>>path("items.address"))
                .containsExactly(ALICE, BOB);
    }

    @ParameterizedTest
    @CsvSource({"jörg-team@example.org", "gruppe-ü@example.org"})
    void groupShouldNotHaveTheAddress(String address) {
        refused(webadmin.call("{\"name\":\"x\"}").put("/groups/" + address), "address", address);
        webadmin.createGroup(TEAM);
        refused(webadmin.call("{\"address\":\"" + address + "\"}").patch("/groups/" + TEAM), "address", address);
    }

    @Test
    void contactShouldKeepTheAddressButNotBeAMemberByIt() {
        webadmin.createGroup(TEAM);
        String unsendable = "jörg@plain.example";
        Contact contact = webadmin.contacts()
                .create(
                        webadmin.contacts()
                                .createGroup("example.org", new ContactGroupName("Suppliers"))
                                .id(),
                        NewContact.of(details("ok@plain.example")));
        String path = "/contacts/" + contact.id();
        String put = "{\"name\":\"Ann\",\"emails\":[{\"address\":\"" + unsendable + "\"}],\"shared\":true}";

        webadmin.call(put).put(path).then().statusCode(200);
        refused(webadmin.call().put(MEMBERS + "/contact:" + contact.id()), "member", unsendable);
        assertThat(webadmin.call()
                        .get("/groups/" + TEAM + "/candidates?q=plain")
                        .<List<String>>path("items.address"))
                .isEmpty();

        webadmin.call(put.replace(unsendable, "ok@plain.example"))
                .put(path)
                .then()
                .statusCode(200);
        webadmin.contactMemberships().add(Address.parse(TEAM), List.of(contact.id()), OptionalLong.empty());
        webadmin.call(put)
                .put(path)
                .then()
                .statusCode(400)
                .body("message", startsWith("emails[0].address: " + unsendable + " can get no mail: "));
    }

    private static ContactDetails details(String address) {
        return new ContactDetails(
                "Ann", "", List.of(ContactEmail.of(Address.parse(address))), List.of(), "", "", "", "", "", true);
    }

    @Test
    void memberThatWasTakenBeforeShouldShowAsUnreachable() {
        webadmin.createGroup(TEAM, BOB);
        webadmin.groups()
                .addMembers(
                        Address.parse(TEAM),
                        List.of(NewMember.of(Address.parse("jörg@plain.example"))),
                        OptionalLong.empty());

        webadmin.call()
                .get("/groups/" + TEAM + "/recipients")
                .then()
                .body("items.size()", equalTo(2))
                .body("items[0].address", equalTo(BOB))
                .body("items[0].unreachable", equalTo(null))
                .body("items[1].address", equalTo("jörg@plain.example"))
                .body("items[1].unreachable", containsString("SMTPUTF8"));
        webadmin.call()
                .get("/groups/" + TEAM + "/explain?authenticated=true&sender=" + ALICE)
                .then()
                .body("decision", equalTo("accept"))
                .body("recipientCount", equalTo(1))
                .body("unreachableCount", equalTo(1));
        webadmin.call().delete(MEMBERS + "/jörg@plain.example").then().statusCode(204);
        assertThat(webadmin.call().get(MEMBERS).<List<String>>path("items.address"))
                .containsExactly(BOB);
    }

    @Test
    void senderThatWasAllowedBeforeShouldNotHinderAnotherChange() throws Exception {
        webadmin.createGroup(TEAM);
        webadmin.call("{\"settings\":{\"allowedSenders\":[\"old@plain.example\"]}}")
                .patch("/groups/" + TEAM)
                .then()
                .statusCode(200);
        webadmin.editByHand("UPDATE mail_group_allowed_sender SET sender = 'jörg@plain.example'");

        webadmin.call("{\"name\":\"y\",\"settings\":{\"allowedSenders\":[\"jörg@plain.example\"]}}")
                .patch("/groups/" + TEAM)
                .then()
                .statusCode(200)
                .body("settings.allowedSenders[0]", equalTo("jörg@plain.example"));
    }

    @ParameterizedTest
    @CsvSource({
        "info@müller.example, info@xn--mller-kva.example",
        "info@FAß.example, info@XN--FA-HIA.example",
        "info@bücher。example, info@xn--bcher-kva.example"
    })
    void bothSpellingsOfADomainShouldBeOneMemberThatEitherFinds(String one, String other) {
        String key = Address.parse(one).key();
        String read = Address.parse(one).readableKey();
        for (String written : List.of(one, other)) {
            webadmin.createGroup(TEAM);
            webadmin.call().put(MEMBERS + "/" + written).then().statusCode(204);
            webadmin.call().put(MEMBERS + "/" + (written.equals(one) ? other : one));
            for (String text : List.of(key, read, read.substring(5))) {
                assertThat(webadmin.call().get(MEMBERS + "?q=" + text).<List<String>>path("items.address"))
                        .containsExactly(written);
            }
            webadmin.call().delete("/groups/" + TEAM).then().statusCode(204);
        }
    }
}
