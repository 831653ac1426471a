// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.mailgroups.webadmin.Webadmin.ALIAS;
import static org.mailgroups.webadmin.Webadmin.ALICE;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.CAROL;
import static org.mailgroups.webadmin.Webadmin.TEAM;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.backup.MappedGroupsImport;
import org.mailgroups.group.Group;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.webadmin.Webadmin;

class MappedGroupsTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static final String IMPORT = "/groups?action=importFromRrt";

    private static Map<String, Object> imported(String query) {
        return webadmin.completed(webadmin.call().post(IMPORT + query));
    }

    private static List<String> members(String group) {
        return webadmin.call().get("/groups/" + group + "/members").path("items.address");
    }

    private static List<String> sources() {
        return webadmin.mappedGroups().list().stream()
                .map(group -> group.source())
                .toList();
    }

    @Test
    void importShouldTurnMappedGroupIntoGroup() {
        webadmin.mappedGroups().add(TEAM, BOB, ALIAS, "x@elsewhere.test");

        Map<String, Object> summary = imported("");

        assertThat(summary)
                .containsEntry("type", "groups-import-from-rrt")
                .containsEntry("groups", 1)
                .containsEntry("added", 1)
                .containsEntry("rejected", 0);
        assertThat(members(TEAM)).containsExactly(BOB, ALIAS, "x@elsewhere.test");
        assertThat(webadmin.call().get("/groups/" + TEAM).<List<String>>path("administrators"))
                .containsExactly(ALICE);
        assertThat(webadmin.call().get("/groups/" + TEAM).<String>path("clash")).isNull();
        assertThat(sources()).isEmpty();
    }

    @Test
    void importShouldTellTheWholeSummary() {
        webadmin.mappedGroups().add(TEAM, BOB);
        webadmin.mappedGroups().add("*@example.org", BOB);

        String golden = "{\"type\":\"groups-import-from-rrt\",\"dryRun\":true,\"groups\":2,\"added\":1,\"unchanged\":0,"
                + "\"rejected\":1,"
                + "\"rejections\":[{\"address\":\"*@example.org\",\"reason\":\"'*@example.org' is not a "
                + "mail address:"
                + " its local part has a character that is not allowed\"}],"
                + "\"rejectionsTruncated\":false,\"timestamp\":\"TIME\"}";
        assertThat(webadmin.summaryJson(webadmin.call().post(IMPORT + "&dryRun=true")))
                .isEqualTo(golden);
    }

    @Test
    void importShouldChangeNothingWhenDry() {
        webadmin.mappedGroups().add(TEAM, BOB);

        assertThat(imported("&dryRun=true")).containsEntry("dryRun", true).containsEntry("added", 1);

        webadmin.call().get("/groups/" + TEAM).then().statusCode(404);
        assertThat(sources()).containsExactly(TEAM);
    }

    @Test
    void importShouldGiveGroupsTheNamedAdministrators() {
        webadmin.askAs("postmaster");
        webadmin.mappedGroups().add(TEAM, BOB);

        imported("&administrators=" + BOB + "," + CAROL);

        assertThat(webadmin.call().get("/groups/" + TEAM).<List<String>>path("administrators"))
                .containsExactly(BOB, CAROL);
    }

    @ParameterizedTest
    @CsvSource({
        "'', administrators is missing",
        "&administrators=nobody@example.org, administrators[0]: nobody@example.org is not a user",
        "&administrators=x, administrators: 'x' is not a mail address",
        "&administrators=bob@example.org&dryRun=yes, dryRun must be false or true",
        "&administrators=bob@example.org&mode=skip, action importFromRrt takes no query parameter 'mode'"
    })
    void importShouldBeRefusedWhenCallIsWrong(String query, String message) {
        webadmin.askAs("postmaster");

        webadmin.call().post(IMPORT + query).then().statusCode(400).body("message", containsString(message));
    }

    @Test
    void importShouldRejectWholeGroupWhenOneTargetIsNobody() {
        webadmin.mappedGroups().add(TEAM, BOB, "nobody@example.org");
        webadmin.mappedGroups().add("dev@example.org", CAROL);

        Map<String, Object> summary = imported("");

        assertThat(summary).containsEntry("added", 1).containsEntry("rejected", 1);
        assertThat(summary.get("rejections").toString()).contains(TEAM, "members[1]: nobody@example.org");
        webadmin.call().get("/groups/" + TEAM).then().statusCode(404);
        assertThat(sources()).containsExactly(TEAM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"team-owner@example.org", "team@foreign.test", ALICE, "a+b@example.org"})
    void importShouldRejectGroupWhenItsAddressCannotBeOne(String source) {
        webadmin.mappedGroups().add(source, BOB);

        assertThat(imported("")).containsEntry("added", 0).containsEntry("rejected", 1);

        assertThat(sources()).containsExactly(source);
    }

    @Test
    void importShouldRejectGroupWhenItHasOtherMappingsToo() {
        webadmin.mappedGroups().add(TEAM, BOB);
        webadmin.mappedGroups().mix(TEAM);

        assertThat(imported("")).containsEntry("rejected", 1);

        assertThat(sources()).containsExactly(TEAM);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void importShouldRejectOneGroupWhenTwoContainEachOther(boolean dryRun) {
        webadmin.mappedGroups().add("a@example.org", "b@example.org", BOB);
        webadmin.mappedGroups().add("b@example.org", "c@example.org");
        webadmin.mappedGroups().add("c@example.org", "a@example.org");

        assertThat(imported("&dryRun=" + dryRun)).containsEntry("added", 2).containsEntry("rejected", 1);
    }

    @Test
    void importShouldFinishWhatWasInterruptedWhenItIsRunAgain() {
        webadmin.mappedGroups().add(TEAM, BOB, CAROL);
        webadmin.mappedGroups().failInTheMiddle();
        assertThat(webadmin.ended(webadmin.call().post(IMPORT)).<String>path("status"))
                .isEqualTo("failed");
        assertThat(sources()).containsExactly(TEAM);

        assertThat(imported("")).containsEntry("unchanged", 1).containsEntry("rejected", 0);

        assertThat(sources()).isEmpty();
        assertThat(members(TEAM)).containsExactly(BOB, CAROL);
    }

    @Test
    void importShouldRejectGroupWhenAnotherOneHasTheAddress() {
        webadmin.createGroup(TEAM, BOB);
        webadmin.mappedGroups().add(TEAM, CAROL);

        assertThat(imported("")).containsEntry("rejected", 1);

        assertThat(members(TEAM)).containsExactly(BOB);
        assertThat(sources()).containsExactly(TEAM);
    }

    @Test
    void groupsShouldBeTakenOverWhollyOrNotAtAllWhenTheTaskIsCancelled() {
        webadmin.mappedGroups().add("sales@example.org", BOB, "x@elsewhere.test");
        webadmin.mappedGroups().add("press@example.org", BOB, "x@elsewhere.test");
        MappedGroupsTask task = new MappedGroupsTask(
                webadmin.service(MappedGroupsImport.class),
                new MappedGroupsImport.Order(Principal.postmaster(ALICE), List.of(Address.parse(ALICE)), false));

        Thread.currentThread().interrupt();
        assertThatThrownBy(task::run).isInstanceOf(InterruptedException.class);

        for (String address : List.of("sales@example.org", "press@example.org")) {
            assertThat(webadmin.groups()
                            .find(Address.parse(address))
                            .map(Group::memberCount)
                            .orElse(2L))
                    .isEqualTo(2);
        }
        // The store has survived the interrupt.
        webadmin.createGroup(TEAM, BOB);
    }
}
