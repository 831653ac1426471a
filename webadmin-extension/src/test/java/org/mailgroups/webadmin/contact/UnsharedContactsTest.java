// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.TEAM;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.webadmin.Webadmin;

/** A member finds a contact that is not shared in no place, and by no search. */
class UnsharedContactsTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private final SharedContacts contacts = new SharedContacts(webadmin);
    private String hidden;

    @BeforeEach
    void createContact() {
        webadmin.createGroup(TEAM, BOB);
        hidden = contacts.contact(
                contacts.group("Suppliers"),
                "{\"name\":\"Hidden Person\",\"identifier\":\"X-17\",\"emails\":[{\"address\":\"hidden@x.test\"},"
                        + "{\"address\":\"secret@home.test\"}],\"company\":\"Acme\",\"shared\":false}");
    }

    private void assertHidden(String answer) {
        assertThat(answer).doesNotContainIgnoringCase("hidden").doesNotContain(hidden, "X-17", "Acme", "secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?q=hidden",
                "?q=person",
                "?q=hidden@x.test",
                "?q=secret",
                "?q=acme",
                "?q=x-17",
                "?domain=example.org",
                "?limit=1000"
            })
    void addressBookAndCandidatesShouldNotHoldIt(String query) {
        assertHidden(webadmin.call().get("/address-book" + query).asString());
        if (!query.contains("domain")) {
            assertHidden(webadmin.call()
                    .get("/groups/" + TEAM + "/candidates" + query)
                    .asString());
        }
    }

    @Test
    void recipientsShouldNotHoldIt() {
        String answer =
                webadmin.call().get("/address-book/recipients?ids=" + hidden).asString();

        assertThat(answer).doesNotContain("hidden@x.test", "Hidden Person");
    }

    @Test
    void itShouldBeSeenAsLongAsItIsSharedAndNoLonger() {
        webadmin.call(SharedContacts.json("Hidden Person", "hidden@x.test", true))
                .put("/contacts/" + hidden);
        assertThat(webadmin.call().get("/address-book?q=hidden").<List<String>>path("items.id"))
                .containsExactly(hidden);
        assertThat(webadmin.call()
                        .get("/groups/" + TEAM + "/candidates?q=hidden")
                        .<List<String>>path("items.contact"))
                .containsExactly(hidden);

        webadmin.call(SharedContacts.json("Hidden Person", "hidden@x.test", false))
                .put("/contacts/" + hidden);
        assertHidden(webadmin.call().get("/address-book?q=hidden").asString());
        assertHidden(
                webadmin.call().get("/groups/" + TEAM + "/candidates?q=hidden").asString());
    }
}
