// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.apppassword.AppPassword;
import org.mailgroups.apppassword.AppPasswordRepository;
import org.mailgroups.value.Address;

/** App passwords: who makes them, and what they open. */
class AppPasswordTest {
    private static final String PATH = "/api/app-passwords";
    private static final Address BOB = Address.parse(Door.BOB);

    @RegisterExtension
    static final Door DOOR = new Door();

    @AfterEach
    void deleteAll() {
        AppPasswordRepository passwords = DOOR.store().appPasswords();
        passwords.list(BOB).forEach(password -> passwords.delete(BOB, password.id()));
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }

    private static JsonNode make(String name) throws IOException {
        HttpResponse<String> answer =
                DOOR.send(Door.json(DOOR.as(Door.BOB, PATH), "POST", "{\"name\":\"" + name + "\"}"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        JsonNode made = json(answer);
        assertThat(answer.headers().firstValue("Location"))
                .hasValue(PATH + "/" + made.get("id").asText());
        return made;
    }

    private static JsonNode list() throws IOException {
        return json(DOOR.get(Door.BOB, PATH)).get("items");
    }

    @Test
    void passwordShouldBeShownOnceAndOpenTheAddressBook() throws IOException {
        JsonNode made = make("Telephone");
        String secret = made.get("password").asText();

        JsonNode listed = list();
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).get("name").asText()).isEqualTo("Telephone");
        assertThat(listed.get(0).has("lastUsedOn")).isFalse();
        assertThat(listed.toString()).doesNotContain(secret, "password");
        assertThat(DOOR.appPassword(Door.BOB, secret)).hasValue(BOB);
        assertThat(list().get(0).get("lastUsedOn").asText())
                .isEqualTo(LocalDate.now(ZoneOffset.UTC).toString());
    }

    @Test
    void passwordShouldNotOpenTheApi() throws IOException {
        String secret = make("Telephone").get("password").asText();
        String basic = Door.basic(Door.BOB, secret);

        for (String path : new String[] {PATH, "/api/session", "/api/groups", "/api/address-book"}) {
            assertThat(DOOR.send(DOOR.request(path).header("Authorization", basic))
                            .statusCode())
                    .as(path)
                    .isEqualTo(401);
        }
        assertThat(DOOR.send(Door.json(DOOR.request(PATH).header("Authorization", basic), "POST", "{\"name\":\"x\"}"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(DOOR.send(Door.json(
                                DOOR.request("/api/session"),
                                "POST",
                                "{\"user\":\"" + Door.BOB + "\",\"password\":\"" + secret + "\"}"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void passwordShouldOpenTheAddressBookOfMailPrograms() throws IOException {
        String secret = make("Telephone").get("password").asText();

        HttpResponse<String> answer = DOOR.send(DOOR.request("/dav/")
                .header("Authorization", Door.basic(Door.BOB, secret))
                .header("Depth", "0")
                .method("PROPFIND", BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(207);
    }

    /** Thunderbird sends no password before it is asked, and says that no page asks. */
    @Test
    void mailProgramShouldBeAskedForThePassword() {
        HttpResponse<String> answer = DOOR.send(DOOR.request("/dav/")
                .header("Sec-Fetch-Mode", "no-cors")
                .method("PROPFIND", BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).get().asString().startsWith("Basic ");
        assertThat(DOOR.send(DOOR.request(PATH).header("Sec-Fetch-Mode", "no-cors"))
                        .headers()
                        .firstValue("WWW-Authenticate"))
                .isEmpty();
    }

    @Test
    void passwordShouldOpenNothingWhenItIsDeleted() throws IOException {
        JsonNode made = make("Telephone");
        String path = PATH + "/" + made.get("id").asText();

        assertThat(DOOR.send(DOOR.as(Door.ALICE, path).DELETE()).statusCode()).isEqualTo(204);
        assertThat(DOOR.appPassword(Door.BOB, made.get("password").asText())).hasValue(BOB);
        assertThat(DOOR.send(DOOR.as(Door.BOB, path).DELETE()).statusCode()).isEqualTo(204);
        assertThat(DOOR.send(DOOR.as(Door.BOB, path).DELETE()).statusCode()).isEqualTo(204);

        assertThat(DOOR.appPassword(Door.BOB, made.get("password").asText())).isEmpty();
        assertThat(list()).isEmpty();
    }

    @Test
    void passwordShouldBeItsUsersAlone() throws IOException {
        String secret = make("Telephone").get("password").asText();

        assertThat(DOOR.appPassword(Door.ALICE, secret)).isEmpty();
        assertThat(json(DOOR.get(Door.ALICE, PATH)).get("items")).isEmpty();
    }

    @Test
    void passwordOfAUserWhoIsGoneShouldOpenNothing() throws IOException {
        String secret = make("Telephone").get("password").asText();
        DOOR.removeUser(Door.BOB);
        try {
            assertThat(DOOR.appPassword(Door.BOB, secret)).isEmpty();
        } finally {
            DOOR.addUser(Door.BOB);
        }
    }

    @Test
    void tooManyShouldBeRefused() {
        for (int i = 0; i < AppPasswordRepository.MAX_OF_ONE_USER; i++) {
            DOOR.store()
                    .appPasswords()
                    .add(new AppPassword(UUID.randomUUID(), BOB, "Device", Instant.EPOCH, null), "hash " + i);
        }

        HttpResponse<String> answer = DOOR.send(Door.json(DOOR.as(Door.BOB, PATH), "POST", "{\"name\":\"One more\"}"));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("has 20 app passwords, which is the most");
    }

    @ParameterizedTest
    @CsvSource({
        "{\"name\":\"\"}, name is empty",
        "{\"name\":\"  \"}, name is empty",
        "{}, name",
        "{\"name\":\"a\\nb\"}, name"
    })
    void nameShouldBeALine(String body, String message) {
        HttpResponse<String> answer = DOOR.send(Door.json(DOOR.as(Door.BOB, PATH), "POST", body));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(message);
    }

    @Test
    void idOfAnotherFormShouldBeUnknown() {
        assertThat(DOOR.send(DOOR.as(Door.BOB, PATH + "/x").DELETE()).statusCode())
                .isEqualTo(404);
    }
}
