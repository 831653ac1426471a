// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailgroups.e2e.harness.AddressBook;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.MembersDoor;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.Ports;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.Thunderbird;

/**
 * The address book in a real Thunderbird. Without one nothing is tried; {@code .ci/mail-clients} installs it.
 */
class ThunderbirdIT {
    private static final String PASSWORD = "secret";
    private static final int LDAP_PORT = Ports.freePort();

    private static ServerProcess server;

    private final Organisation org = Organisation.on(server);
    private final String bob = org.user("bob");

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        assumeTrue(Thunderbird.isThere(), "needs Thunderbird: .ci/mail-clients installs it");
        server = Distribution.built()
                .server(
                        "thunderbird",
                        1,
                        Distribution.built()
                                .withConfiguration(
                                        "thunderbird",
                                        "groups.properties",
                                        text ->
                                                text.replace("members.ldap.port=0", "members.ldap.port=" + LDAP_PORT)))
                .start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void addressesShouldBeCompletedOverLdap() {
        AddressBook contacts = AddressBook.of(org);
        contacts.contact("Ann Exemplary", "ann@client.test", "Mill", true);
        contacts.contact("Ann Secret", "secret@client.test", "Mill", false);
        String team = org.group("annteam", bob);

        try (Thunderbird thunderbird = Thunderbird.open(folder.resolve("profile"), bob)) {
            thunderbird.trust(LDAP_PORT, server.data().resolve("keys/tls.crt"));
            thunderbird.addDirectory(
                    "ldaps://127.0.0.1:" + LDAP_PORT + "/dc=" + org.domain().replace(".", ",dc=")
                            + "??sub?(objectclass=*)",
                    bob,
                    PASSWORD);

            assertThat(thunderbird.complete("ann", 2))
                    .hasSize(2)
                    .anyMatch(offered -> offered.contains("<" + team + ">"))
                    .contains("Ann Exemplary <ann@client.test>");
            assertThat(thunderbird.complete("secr", 0)).noneMatch(offered -> offered.contains("@client.test"));
        }
    }

    @Test
    void bookShouldBeFoundReadAndFollowed() throws Exception {
        AddressBook contacts = AddressBook.of(org);
        String ann = contacts.contact("Ann Exemplary", "ann@client.test", "Mill", true);
        contacts.contact("Ann Secret", "secret@client.test", "Mill", false);
        org.group("annteam", bob);

        try (Thunderbird thunderbird = Thunderbird.open(folder.resolve("profile"), bob)) {
            thunderbird.trust(server.ports().members(), server.data().resolve("keys/tls.crt"));

            List<String> books =
                    thunderbird.addBooks("https://127.0.0.1:" + server.ports().members() + "/", bob, appPassword());

            assertThat(books).singleElement().asString().endsWith(" read-only");
            await().untilAsserted(
                            () -> assertThat(thunderbird.cards()).containsExactlyInAnyOrder("Ann Exemplary", "annteam"));
            assertThat(thunderbird.complete("ann ex", 1)).contains("Ann Exemplary <ann@client.test>");

            contacts.replace(ann, "Ann Exemplary", "ann@client.test", "Mill", false);
            thunderbird.sync();

            assertThat(thunderbird.cards()).containsExactly("annteam");
            assertThat(thunderbird.complete("ann ex", 0)).isEmpty();
        }
    }

    private String appPassword() throws IOException {
        MembersDoor door = MembersDoor.of(server);
        return new ObjectMapper()
                .readTree(door.send(door.as(bob, PASSWORD, "/api/app-passwords")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"name\":\"Thunderbird\"}")))
                        .body())
                .get("password")
                .asText();
    }
}
