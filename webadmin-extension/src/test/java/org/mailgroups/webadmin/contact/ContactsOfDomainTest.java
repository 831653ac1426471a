// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.mailgroups.webadmin.Webadmin.BOB;

import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mailgroups.profile.Profile;
import org.mailgroups.value.Address;
import org.mailgroups.webadmin.Webadmin;

/** {@code GET /contacts}: all contacts of a domain, and the answers that name who has an identifier. */
class ContactsOfDomainTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private final SharedContacts contacts = new SharedContacts(webadmin);
    private String suppliers;
    private String clients;

    @BeforeEach
    void createContacts() {
        suppliers = contacts.group("Suppliers");
        clients = contacts.group("Clients");
        contacts.contact(suppliers, "{\"name\":\"Ana\",\"identifier\":\"S-1\",\"shared\":true}");
        contacts.contact(clients, "{\"name\":\"Bea\",\"company\":\"Acme\",\"shared\":false}");
        contacts.contact(clients, "{\"name\":\"Ciro\",\"shared\":true}");
    }

    private Response create(String contact) {
        return webadmin.call(contact).post("/contact-groups/" + clients + "/contacts");
    }

    private static List<String> names(String query) {
        return webadmin.call().get("/contacts" + query).jsonPath().getList("items.name");
    }

    @Test
    void searchShouldFindContactsOfAllGroupsSharedOrNot() {
        assertThat(names("")).containsExactly("Ana", "Bea", "Ciro");
        assertThat(names("?domain=example.org")).containsExactly("Ana", "Bea", "Ciro");
        assertThat(names("?domain=other.example")).isEmpty();
        assertThat(names("?q=acme")).containsExactly("Bea");
    }

    @Test
    void searchShouldTellSharedContactsFromOthers() {
        assertThat(names("?shared=true")).containsExactly("Ana", "Ciro");
        assertThat(names("?shared=false")).containsExactly("Bea");
        assertThat(names("?shared=false&q=ana")).isEmpty();
        // A postmaster may search by identifier, whatever is asked for.
        assertThat(names("?shared=true&q=s-1")).containsExactly("Ana");
    }

    @Test
    void searchShouldComeInPages() {
        String next = webadmin.call().get("/contacts?limit=2").jsonPath().getString("next");

        assertThat(names("?limit=2&after=" + next)).containsExactly("Ciro");
    }

    @Test
    void searchShouldRefuseWhatItDoesNotKnow() {
        webadmin.call()
                .get("/contacts?shared=perhaps")
                .then()
                .statusCode(400)
                .body("message", containsString("shared"));
        webadmin.call().get("/contacts?group=x").then().statusCode(400).body("message", containsString("group"));
        webadmin.call().get("/contacts?after=x").then().statusCode(400).body("message", containsString("after"));
    }

    @Test
    void clashShouldNameTheContactThatHasTheIdentifier() {
        String id = webadmin.call().get("/contacts?q=ana").jsonPath().getString("items[0].id");
        String expected =
                "the identifier s-1 is already that of the contact Ana (" + id + ") in the contact group Suppliers";

        create("{\"name\":\"Dan\",\"identifier\":\"s-1\"}")
                .then()
                .statusCode(409)
                .body("message", equalTo(expected));
        webadmin.call()
                .contentType("application/json")
                .body("{\"name\":\"Bob\",\"identifier\":\"s-1\"}")
                .put("/profiles/" + BOB)
                .then()
                .statusCode(409)
                .body("message", containsString("the contact Ana (" + id + ") in the contact group Suppliers"));
    }

    @Test
    void clashShouldNameTheUserWhoHasTheIdentifier() {
        webadmin.profiles().save(new Profile(Address.parse(BOB), "Bob", "S-2"));

        create("{\"name\":\"Dan\",\"identifier\":\"S-2\"}")
                .then()
                .statusCode(409)
                .body("message", equalTo("the identifier S-2 is already that of the user " + BOB));
    }
}
