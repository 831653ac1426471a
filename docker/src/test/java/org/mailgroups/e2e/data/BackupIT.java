// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Nif;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.OutsideWorld;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SmtpClient;
import org.mailgroups.e2e.harness.Webadmin;
import org.mailgroups.e2e.harness.Webadmin.Answer;

/** A backup of one server's groups is restored on another server, which has only the users. */
class BackupIT {
    private static final String STRANGER = "stranger@elsewhere.test";
    private static final String NOTHING = "{\"version\":1,\"groups\":[\n],\"profiles\":[\n]}\n";

    private static OutsideWorld world;
    private static ServerProcess oldServer;
    private static ServerProcess newServer;
    private Organisation before;
    private Organisation after;
    private String alice;
    private String bob;
    private String carol;
    private String external;
    private String team;
    private String everybody;

    @BeforeAll
    static void start() {
        world = OutsideWorld.start();
        oldServer = Distribution.built().server("backup-old", world.port()).start();
        newServer = Distribution.built().server("backup-new", world.port()).start();
    }

    @AfterAll
    static void end() {
        oldServer.close();
        newServer.close();
    }

    @BeforeEach
    void found() {
        before = Organisation.on(oldServer);
        alice = before.user("alice");
        bob = before.user("bob");
        carol = before.user("carol");
        external = "external@" + before.domain() + ".example.net";
        team = before.group("team", alice, external);
        everybody = before.group("everybody", team, carol);
        Webadmin webadmin = before.webadmin();
        webadmin.patch(
                        Webadmin.group(everybody),
                        Map.of(
                                "name",
                                "Everybody \u2013 \"all\"; of us",
                                "description",
                                "Ñandú",
                                "administrators",
                                List.of(bob, before.address("postmaster")),
                                "settings",
                                Map.of(
                                        "senders", "administrators",
                                        "allowedSenders", List.of("@partner.test"),
                                        "moderation", "outsiders",
                                        "maxMessageBytes", 50_000,
                                        "memberVisibility", "administrators")))
                .expect(200);
        webadmin.put(Webadmin.member(everybody, bob), Map.of("name", "Bob; \"B\" Núñez"))
                .expect(204);
        webadmin.put("/profiles/" + Webadmin.encode(alice), Map.of("name", "Ana", "identifier", Nif.next()))
                .expect(204);
        after = before.alsoOn(newServer);
        Stream.of("alice", "bob", "carol").forEach(after::user);
    }

    @Test
    void groupsShouldBeTheSameAndMailFlowWhenTheBackupIsRestored() {
        String backup = backup(before);
        assertThat(backup(after)).isEqualTo(NOTHING);
        JsonNode dry = restore("&dryRun=true", backup);
        assertThat(dry.at("/additionalInformation/added").asInt()).isEqualTo(2);
        assertThat(backup(after)).isEqualTo(NOTHING);
        assertThat(after.rcpt(team).code()).isEqualTo(550);

        JsonNode task = restore("", backup);

        assertThat(task.path("status").asText()).isEqualTo("completed");
        assertThat(task.at("/additionalInformation/added").asInt()).isEqualTo(2);
        assertThat(task.at("/additionalInformation/membersRestored").asInt()).isEqualTo(5);
        assertThat(task.at("/additionalInformation/profiles").asInt()).isEqualTo(1);
        assertThat(task.at("/additionalInformation/rejected").asInt()).isZero();
        assertThat(backup(after)).isEqualTo(backup);
        after.send(bob, Letter.from(bob, "from an administrator").to(everybody), everybody);
        Stream.of(alice, bob, carol).forEach(member -> after.inbox(member).awaitOne());
        assertThat(world.awaitOne(external).all("List-Id"))
                .singleElement()
                .asString()
                .endsWith(Organisation.listId(everybody));
        strangerIsHeld();

        JsonNode again = restore("&mode=replace", backup);

        assertThat(again.at("/additionalInformation/unchanged").asInt()).isEqualTo(2);
        assertThat(again.at("/additionalInformation/replaced").asInt()).isZero();
    }

    /** Shows that the settings came along. */
    private void strangerIsHeld() {
        try (SmtpClient client = after.smtp()) {
            Organisation.send(client, STRANGER, Letter.from(STRANGER, "hello").to(everybody), List.of(everybody));
        }
        after.awaitHeld(everybody, 1);
        after.awaitQuiet();
        assertThat(after.inbox(carol).messages()).hasSize(1);
    }

    @Test
    void nothingShouldChangeWhenTheBackupIsBroken() {
        String backup = backup(before);
        String cut = backup.substring(0, backup.indexOf("\"profiles\""));

        for (String broken : List.of(
                cut,
                backup.replaceFirst("\"version\":1", "\"version\":99"),
                backup.replaceFirst("\"members\":\\[", "\"members\":[{\"address\":\"no address\"},"),
                backup + "x",
                "Identifier;Name\n")) {
            Answer answer = after.webadmin().post("/groups?action=restore&mode=replace", broken);
            assertThat(answer.expect(400).json().path("message").asText()).isNotEmpty();
        }
        after.webadmin()
                .upload("/groups?action=restore", "text/csv", backup.getBytes(UTF_8))
                .expect(415);

        assertThat(backup(after)).isEqualTo(NOTHING);
        assertThat(after.rcpt(team).code()).isEqualTo(550);
    }

    /** Removes the groups, since a backup has all groups of a server and the next test begins with none. */
    @AfterEach
    void disband() {
        for (Organisation org : List.of(before, after)) {
            Stream.of(everybody, team).forEach(group -> org.webadmin().delete(Webadmin.group(group)));
            org.webadmin().delete("/profiles/" + Webadmin.encode(alice)).expect(204);
        }
    }

    private JsonNode restore(String query, String backup) {
        return after.webadmin().awaitTask(after.webadmin().post("/groups?action=restore" + query, backup));
    }

    private static String backup(Organisation org) {
        return org.webadmin().get("/groups/backup.json").expect(200).body();
    }
}
