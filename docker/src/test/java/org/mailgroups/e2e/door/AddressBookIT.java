// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Evolution;
import org.mailgroups.e2e.harness.MembersDoor;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.Vdirsyncer;
import org.mailgroups.e2e.harness.Webadmin;

/** The address book of a real server, in a real program. */
class AddressBookIT {
    private static final String PASSWORD = "secret";

    private static ServerProcess server;

    private final Organisation org = Organisation.on(server);
    private final String bob = org.user("bob");
    private final MembersDoor door = MembersDoor.of(server);

    @BeforeAll
    static void start() {
        server = Distribution.built().server("address-book", 1).start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private String contactGroup(String name) {
        return org.webadmin()
                .post("/contact-groups", Map.of("name", name, "domain", org.domain()))
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    private String contact(String group, String name, boolean shared) {
        return org.webadmin()
                .post("/contact-groups/" + group + "/contacts", Map.of("name", name, "shared", shared))
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    private void change(String contact, String name, boolean shared) {
        org.webadmin()
                .put("/contacts/" + contact, Map.of("name", name, "shared", shared))
                .expect(200);
    }

    private static String name(String card) {
        return card.lines()
                .filter(line -> line.startsWith("FN:"))
                .map(line -> line.substring(3))
                .findFirst()
                .orElse("");
    }

    @Test
    void programShouldFollowEachChange(@TempDir Path folder) {
        assumeTrue(Vdirsyncer.isThere(), "needs vdirsyncer: .ci/mail-clients installs it");
        String group = contactGroup("Clients");
        String ann = contact(group, "Ann Ñandú", true);
        contact(group, "Hidden", false);
        String team = org.group("team", bob);

        Vdirsyncer program = Vdirsyncer.of(folder, door.uri("/"), door.fingerprint(), bob, PASSWORD);
        program.sync();
        assertThat(program.cards()).hasSize(2);
        assertThat(program.cards()).extracting(AddressBookIT::name).contains("Ann Ñandú");
        assertThat(program.cards()).anyMatch(card -> card.contains(team));
        assertThat(program.cards()).allMatch(card -> card.contains("VERSION:3.0"));

        change(ann, "Anna", true);
        contact(group, "Ben", true);
        org.webadmin()
                .patch(Webadmin.group(team), Map.of("settings", Map.of("listed", false)))
                .expect(200);
        program.sync();
        assertThat(program.cards()).extracting(AddressBookIT::name).containsExactlyInAnyOrder("Anna", "Ben");

        change(ann, "Anna", false);
        program.sync();
        assertThat(program.cards()).extracting(AddressBookIT::name).containsExactly("Ben");
    }

    @Test
    void evolutionShouldFollowEachChange(@TempDir Path folder) {
        assumeTrue(Evolution.isThere(folder), "needs evolution-data-server: .ci/mail-clients installs it");
        String group = contactGroup("Clients");
        String ann = contact(group, "Ann Ñandú", true);
        String carl = contact(group, "Carl", true);
        contact(group, "Hidden", false);
        String team = org.group("team", bob);

        try (Evolution program =
                Evolution.of(folder, door.uri("/"), server.data().resolve("keys/tls.crt"), bob, PASSWORD)) {
            eventually(program, "Ann Ñandú", "Carl", "team");
            assertThat(program.cards()).anyMatch(card -> card.contains(team));
            assertThat(program.isReadOnly()).isTrue();

            change(ann, "Anna", true);
            contact(group, "Ben", true);
            eventually(program, "Anna", "Ben", "Carl", "team");

            change(carl, "Carl", false);
            org.webadmin()
                    .patch(Webadmin.group(team), Map.of("settings", Map.of("listed", false)))
                    .expect(200);
            eventually(program, "Anna", "Ben");
        }
    }

    private static void eventually(Evolution program, String... names) {
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(program.cards())
                .extracting(AddressBookIT::name)
                .containsExactlyInAnyOrder(names));
    }

    @Test
    void wellKnownPathShouldLeadThereOverTls() {
        HttpResponse<String> moved = door.send(door.request("/.well-known/carddav"));
        assertThat(moved.statusCode()).isEqualTo(301);

        String start = moved.headers().firstValue("Location").orElseThrow();
        HttpResponse<String> answer = door.send(
                door.as(bob, PASSWORD, start).header("Depth", "0").method("PROPFIND", BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(answer.body()).contains("<d:current-user-principal><d:href>/dav/principals/");
        assertThat(door.send(door.as(bob, "wrong", start).method("PROPFIND", BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(401);
    }
}
