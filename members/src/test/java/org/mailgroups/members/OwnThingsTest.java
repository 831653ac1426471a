// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.contact.NewContact;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingChunk;
import org.mailgroups.delivery.Route;
import org.mailgroups.group.Group;
import org.mailgroups.value.Address;

/** Contacts, recipients, correspondence and postings, as a user sees them over the port. */
class OwnThingsTest {
    @RegisterExtension
    static final Door DOOR = new Door();

    private static String shared;
    private static String hidden;

    @BeforeAll
    static void fill() {
        UUID group = DOOR.store()
                .contacts()
                .createGroup("example.org", new ContactGroupName("Suppliers"))
                .id();
        shared = contact(group, "Ann", "ann@x.test", true);
        hidden = contact(group, "Secret", "secret@x.test", false);
        Group team = DOOR.createGroup("team@example.org", Door.BOB);
        post(team, Door.BOB, "First", 1);
        post(team, Door.CAROL, "Of another", 2);
        post(team, "Bob@Example.org", "Second", 3);
    }

    private static String contact(UUID group, String name, String address, boolean isShared) {
        return DOOR.store()
                .contacts()
                .create(
                        group,
                        NewContact.of(new ContactDetails(
                                name,
                                isShared ? "12345678Z" : "",
                                List.of(ContactEmail.of(Address.parse(address))),
                                List.of("+34 1"),
                                "Acme",
                                "",
                                "",
                                "",
                                "pays late",
                                isShared)))
                .id()
                .toString();
    }

    private static void post(Group group, String author, String subject, long second) {
        UUID id = UUID.randomUUID();
        DOOR.store()
                .postings()
                .add(
                        new Posting(
                                id,
                                "key-" + id,
                                author,
                                subject,
                                "<" + second + "@example.org>",
                                Instant.ofEpochSecond(second),
                                100,
                                Set.of(group.id()),
                                List.of(),
                                new Route("", "", true),
                                ""),
                        List.of(new PostingChunk(0, 0, false, List.of(Address.parse("far@elsewhere.test")))),
                        List.of(),
                        0);
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    @Test
    void sharedContactShouldBeShownWithoutWhatIsForPostmasters() throws IOException {
        JsonNode contact = json(DOOR.get(Door.BOB, "/api/contacts/" + shared));

        assertThat(contact.get("name").asText()).isEqualTo("Ann");
        assertThat(contact.at("/emails/0/address").asText()).isEqualTo("ann@x.test");
        assertThat(contact.get("company").asText()).isEqualTo("Acme");
        assertThat(contact.toString()).doesNotContain("12345678Z", "pays late");
    }

    @Test
    void hiddenContactShouldNotExist() {
        for (String id : List.of(hidden, UUID.randomUUID().toString(), "x")) {
            for (String rest : List.of("", "/correspondence")) {
                assertThat(DOOR.get(Door.BOB, "/api/contacts/" + id + rest).statusCode())
                        .as(id + rest)
                        .isEqualTo(404);
            }
        }
    }

    @Test
    void correspondenceShouldBeOnesOwn() throws IOException {
        JsonNode page = json(DOOR.get(Door.BOB, "/api/contacts/" + shared + "/correspondence?limit=5"));

        assertThat(page.at("/items/0/subject").asText()).isEqualTo("ann@x.test to bob@example.org");
        assertThat(page.at("/items/0/direction").asText()).isEqualTo("received");
        assertThat(page.at("/items/0/attachments/0").asText()).isEqualTo("offer.pdf");
        assertThat(DOOR.get(Door.BOB, "/api/contacts/" + shared + "/correspondence?user=" + Door.ALICE)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void pickedEntriesShouldBecomeOneAddressList() throws IOException {
        String expected = "\"The team@example.org\" <team@example.org>, Ann <ann@x.test>";

        assertThat(json(DOOR.get(Door.BOB, "/api/address-book/recipients?ids=team@example.org," + shared))
                        .get("recipients")
                        .asText())
                .isEqualTo(expected);
        assertThat(json(DOOR.send(Door.json(
                                DOOR.as(Door.BOB, "/api/address-book/recipients"),
                                "POST",
                                "{\"ids\":[\"team@example.org\",\"" + shared + "\"]}")))
                        .get("recipients")
                        .asText())
                .isEqualTo(expected);
        assertThat(DOOR.get(Door.BOB, "/api/address-book/recipients?ids=" + hidden)
                        .statusCode())
                .isEqualTo(404);
        assertThat(DOOR.get(Door.BOB, "/api/address-book/recipients").statusCode())
                .isEqualTo(400);
        String many = ("\"" + shared + "\",").repeat(1_001);
        assertThat(DOOR.send(Door.json(
                                DOOR.as(Door.BOB, "/api/address-book/recipients"),
                                "POST",
                                "{\"ids\":[" + many.substring(0, many.length() - 1) + "]}"))
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void postingsShouldBeOnesOwnAndTheNewestFirst() throws IOException {
        JsonNode first = json(DOOR.get(Door.BOB, "/api/postings?limit=1"));
        JsonNode second = json(DOOR.get(
                Door.BOB, "/api/postings?limit=1&after=" + first.get("next").asText()));

        assertThat(first.get("items")).hasSize(1);
        assertThat(first.at("/items/0/subject").asText()).isEqualTo("Second");
        assertThat(first.at("/items/0/groups/0").asText()).isEqualTo("team@example.org");
        assertThat(first.at("/items/0/state").asText()).isEqualTo("waiting");
        assertThat(first.at("/items/0/recipients/waiting").asInt()).isEqualTo(1);
        assertThat(second.at("/items/0/subject").asText()).isEqualTo("First");
        assertThat(second.has("next")).isFalse();
        assertThat(json(DOOR.get(Door.ALICE, "/api/postings")).get("items")).isEmpty();
    }
}
