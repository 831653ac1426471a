// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.OutsideWorld;
import org.mailgroups.e2e.harness.Received;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.Webadmin;

/**
 * James' own groups, which are mappings, become groups of ours, and mail goes on reaching their members. All groups of
 * a server are migrated at once, so this test has a server of its own.
 */
class MigrationIT {
    private static OutsideWorld world;
    private static ServerProcess server;
    private Organisation org;
    private Webadmin webadmin;
    private String alice;
    private String bob;
    private String carol;
    private String external;
    private String staff;
    private String everybody;

    @BeforeAll
    static void start() {
        world = OutsideWorld.start();
        server = Distribution.built().server("migration", world.port()).start();
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @BeforeEach
    void found() {
        org = Organisation.on(server);
        webadmin = org.webadmin();
        alice = org.user("alice");
        bob = org.user("bob");
        carol = org.user("carol");
        external = "external@" + org.domain() + ".example.net";
        staff = org.address("staff");
        everybody = org.address("everybody");
        org.jamesGroup(staff, alice, bob, external);
        org.jamesGroup(everybody, staff, carol, bob);
    }

    /** Removes James' groups, since all of them are migrated at once and the next test begins with none. */
    @AfterEach
    void forget() {
        for (String group : jamesGroups()) {
            String path = "/address/groups/" + Webadmin.encode(group);
            webadmin.get(path).expect(200).json().forEach(member -> webadmin.delete(
                            path + '/' + Webadmin.encode(member.asText()))
                    .expect(204));
        }
    }

    @Test
    void dryRunShouldTellWhatWouldComeAndChangeNothing() {
        JsonNode task = migrate("&dryRun=true");

        assertThat(counts(task)).isEqualTo("groups 2, added 2");
        assertThat(task.at("/additionalInformation/dryRun").asBoolean()).isTrue();
        assertThat(ours()).isEmpty();
        assertThat(jamesGroups()).containsExactlyInAnyOrder(staff, everybody);
        org.send(alice, Letter.from(alice, "still the old way").to(everybody), everybody);
        for (String member : List.of(alice, bob, carol)) {
            assertThat(org.inbox(member).await(1)).allSatisfy(MigrationIT::comesFromNoGroup);
        }
    }

    private static void comesFromNoGroup(Received received) {
        assertThat(received.all("List-Id")).isEmpty();
    }

    @Test
    void mailShouldReachEveryMemberOnceThroughUsAfterTheMigration() {
        JsonNode task = migrate("");

        assertThat(task.path("status").asText()).isEqualTo("completed");
        assertThat(counts(task)).isEqualTo("groups 2, added 2");
        assertThat(ours()).containsExactly(everybody, staff);
        assertThat(jamesGroups()).isEmpty();
        JsonNode group = webadmin.get(Webadmin.group(everybody)).expect(200).json();
        assertThat(group.path("memberCount").asInt()).isEqualTo(3);
        assertThat(group.at("/administrators/0").asText()).isEqualTo(org.address("postmaster"));
        assertThat(group.has("clash")).isFalse();
        org.send(alice, Letter.from(alice, "the new way").to(everybody), everybody);
        List<Received> received = new ArrayList<>();
        Stream.of(alice, bob, carol)
                .forEach(member -> received.add(org.inbox(member).awaitOne()));
        received.add(world.awaitOne(external));
        assertThat(received).allSatisfy(copy -> assertThat(copy.all("List-Id"))
                .singleElement()
                .asString()
                .endsWith(Organisation.listId(everybody)));
        org.awaitQuiet();
        for (String member : List.of(alice, bob, carol)) {
            assertThat(org.inbox(member).messages()).hasSize(1);
        }
        assertThat(world.messages(external)).hasSize(1);
    }

    @Test
    void secondRunShouldChangeNothing() {
        migrate("");
        String before = backup();

        JsonNode again = migrate("");

        assertThat(counts(again)).isEmpty();
        assertThat(backup()).isEqualTo(before);
    }

    @Test
    void groupThatCannotComeShouldBeToldOfAndGoOnAsItWas() {
        String broken = org.address("broken");
        org.jamesGroup(broken, alice, org.address("nobody"));

        JsonNode task = migrate("");

        assertThat(counts(task)).isEqualTo("groups 3, added 2, rejected 1");
        JsonNode rejection = task.at("/additionalInformation/rejections/0");
        assertThat(rejection.path("address").asText()).isEqualTo(broken);
        assertThat(rejection.path("reason").asText()).contains(org.address("nobody") + " is neither a user");
        assertThat(jamesGroups()).containsExactly(broken);
        org.send(carol, Letter.from(carol, "as before").to(broken), broken);
        org.inbox(alice).awaitOne();
    }

    @Test
    void mappingsThatAreLeftOfAGroupShouldGoWhenItIsRunAgain() {
        migrate("");
        org.jamesGroup(staff, alice, external);

        JsonNode again = migrate("");

        assertThat(counts(again)).isEqualTo("groups 1, unchanged 1");
        assertThat(jamesGroups()).isEmpty();
        assertThat(webadmin.get(Webadmin.group(staff))
                        .json()
                        .path("memberCount")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void migrationShouldBeRefusedWhenAnAdministratorIsNobody() {
        String path = "/groups?action=importFromRrt&administrators=" + org.address("nobody");

        assertThat(webadmin.call("POST", path, Optional.empty(), Map.of())
                        .expect(400)
                        .body())
                .contains("administrators");

        assertThat(ours()).isEmpty();
    }

    private JsonNode migrate(String query) {
        String path = "/groups?action=importFromRrt&administrators=" + org.address("postmaster") + query;
        return webadmin.awaitTask(webadmin.call("POST", path, Optional.empty(), Map.of()));
    }

    /** Returns the counts that are not zero. */
    private static String counts(JsonNode task) {
        JsonNode counts = task.path("additionalInformation");
        return Stream.of("groups", "added", "unchanged", "rejected")
                .filter(name -> counts.path(name).asLong() != 0)
                .map(name -> name + ' ' + counts.path(name).asLong())
                .collect(Collectors.joining(", "));
    }

    private List<String> ours() {
        return webadmin.get("/groups?domain=" + org.domain())
                .expect(200)
                .json()
                .path("items")
                .findValuesAsText("address");
    }

    private List<String> jamesGroups() {
        List<String> groups = new ArrayList<>();
        webadmin.get("/address/groups").expect(200).json().forEach(group -> groups.add(group.asText()));
        return groups;
    }

    private String backup() {
        return webadmin.get("/groups/backup.json").expect(200).body();
    }
}
