// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.mailgroups.webadmin.Webadmin.ALICE;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.user;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.correspondence.CorrespondenceMessage;
import org.mailgroups.correspondence.CorrespondenceMessage.Direction;
import org.mailgroups.correspondence.CorrespondenceService;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotAllowedException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.PageRequest;
import org.mailgroups.webadmin.FakeCorrespondence.Question;
import org.mailgroups.webadmin.Webadmin;

class CorrespondenceTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final SharedContacts contacts = new SharedContacts(webadmin);
    private String ann;
    private String hidden;

    @BeforeEach
    void createContacts() {
        String group = contacts.group("Suppliers");
        ann = contacts.contact(
                group,
                "{\"name\":\"Ann\",\"emails\":[{\"address\":\"ann@x.test\"},{\"address\":\"ann@home.test\"}],"
                        + "\"shared\":true}");
        hidden = contacts.unshared(group, "Hidden", "hidden@x.test");
        webadmin.correspondence()
                .hold(
                        Optional.of("a.b+c"),
                        new CorrespondenceMessage("<1@x.test>", NOON, Direction.RECEIVED, "Offer", List.of("a.pdf")),
                        new CorrespondenceMessage("", NOON.minusSeconds(1), Direction.SENT, "", List.of()));
    }

    private static String path(String contact, String query) {
        return "/contacts/" + contact + "/correspondence" + query;
    }

    @Test
    void getShouldListTheMessagesOfAllAccounts() {
        webadmin.call()
                .get(path(ann, "?user=" + BOB + "&limit=2&after=1.2.3"))
                .then()
                .statusCode(200)
                .body(equalTo("{\"items\":["
                        + "{\"messageId\":\"<1@x.test>\",\"date\":\"2026-01-02T12:00:00Z\",\"direction\":\"received\","
                        + "\"subject\":\"Offer\",\"attachments\":[\"a.pdf\"]},"
                        + "{\"messageId\":\"\",\"date\":\"2026-01-02T11:59:59Z\",\"direction\":\"sent\","
                        + "\"subject\":\"\",\"attachments\":[]}],"
                        + "\"next\":\"a.b+c\"}"));

        assertThat(webadmin.correspondence().last())
                .contains(new Question(
                        Address.parse(BOB),
                        Set.of(Address.parse("ann@x.test"), Address.parse("ann@home.test")),
                        Optional.of("1.2.3"),
                        2));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 400, user is missing",
        "?user=x, 400, user",
        "?user=nobody@example.org, 400, user: nobody@example.org is not a user of this server",
        "?user=bob@example.org&limit=0, 400, limit",
        "?user=bob@example.org&folder=INBOX, 400, folder"
    })
    void getShouldRefuseABadQuestion(String query, int status, String message) {
        webadmin.call().get(path(ann, query)).then().statusCode(status).body("message", containsString(message));

        assertThat(webadmin.correspondence().last()).isEmpty();
    }

    @Test
    void getShouldBeNotFoundWhenThereIsNoSuchContact() {
        webadmin.call().get(path(SharedContacts.NOBODY, "?user=" + BOB)).then().statusCode(404);
    }

    @Test
    void listShouldBeForThatUserOnly() {
        assertThatThrownBy(() -> list(user(ALICE), ann, BOB)).isInstanceOf(NotAllowedException.class);
        assertThat(webadmin.correspondence().last()).isEmpty();

        list(user(BOB), ann, BOB);
        assertThat(webadmin.correspondence().last()).isPresent();
    }

    @Test
    void listShouldNotShowAMemberThatAnUnsharedContactExists() {
        assertThatThrownBy(() -> list(user(BOB), hidden, BOB)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> list(user(BOB), SharedContacts.NOBODY, BOB)).isInstanceOf(NotFoundException.class);

        list(Principal.postmaster("root"), hidden, BOB);
        assertThat(webadmin.correspondence().last()).isPresent();
    }

    private static void list(Principal principal, String contact, String user) {
        webadmin.service(CorrespondenceService.class)
                .list(principal, UUID.fromString(contact), Address.parse(user), PageRequest.first(10));
    }
}
