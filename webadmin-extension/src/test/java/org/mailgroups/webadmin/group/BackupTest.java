// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.mailgroups.webadmin.Webadmin.ALICE;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.CAROL;
import static org.mailgroups.webadmin.Webadmin.TEAM;

import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.audit.LoggedLines;
import org.mailgroups.group.NewGroup;
import org.mailgroups.group.NewMember;
import org.mailgroups.profile.Profile;
import org.mailgroups.value.Address;
import org.mailgroups.webadmin.Webadmin;
import org.mailgroups.webadmin.contact.SharedContacts;

class BackupTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static final String RESTORE = "/groups?action=restore";
    private static final String TIME = "2020-01-02T03:04:05.678Z";
    private static final String HEADER =
            "{\"group\":{\"address\":\"team@example.org\",\"name\":\"Team\",\"description\":\"\","
                    + "\"administrators\":[\"alice@example.org\"],\"memberCount\":2,\"createdAt\":\"" + TIME
                    + "\",\"settings\":{\"senders\":\"listed\",\"allowedSenders\":[\"@partner.test\"],"
                    + "\"moderation\":\"outsiders\","
                    + "\"maxMessageBytes\":5000,\"memberVisibility\":\"anyone\",\"maxPerSenderPerMinute\":0,"
                    + "\"maxPerMinute\":90,\"spam\":\"distribute\",\"replyTo\":\"group\",\"subjectPrefix\":\"[T]\","
                    + "\"fromRewrite\":\"never\",\"unsubscribe\":\"none\",\"join\":\"open\",\"listed\":false,"
                    + "\"sendAs\":\"administrators\"},"
                    + "\"listId\":\"crew.example.org\"},\"members\":[";
    private static final String EXCLUSIONS = "],\"exclusions\":[\n"
            + "{\"member\":\"carol@example.org\",\"addedAt\":\"" + TIME + "\"},\n"
            + "{\"member\":\"someone@elsewhere.test\",\"addedAt\":\"" + TIME + "\"}\n";
    private static final String CHOICES = "],\"choices\":[\n"
            + "{\"member\":\"bob@example.org\",\"delivery\":\"none\",\"ownCopy\":true},\n"
            + "{\"member\":\"dave@example.org\",\"delivery\":\"each\",\"ownCopy\":false}\n";
    private static final String BACKUP = "{\"version\":1,\"groups\":[\n"
            + HEADER + "\n"
            + "{\"address\":\"bob@example.org\",\"name\":\"Bob\",\"addedAt\":\"" + TIME + "\"},\n"
            + "{\"address\":\"gone@example.org\",\"addedAt\":\"" + TIME + "\"}\n"
            + EXCLUSIONS
            + CHOICES
            + "]}\n"
            + "],\"profiles\":[\n"
            + "{\"user\":\"bob@example.org\",\"name\":\"Bob Brown\",\"identifier\":\"12345678Z\"}\n"
            + "]}\n";

    private static String backup() {
        Response response = webadmin.call().get("/groups/backup.json");
        response.then()
                .statusCode(200)
                .header("Content-Type", equalTo("application/json"))
                .header("Content-Disposition", equalTo("attachment; filename=\"groups-backup.json\""));
        return response.asString();
    }

    private static Map<String, Object> restored(String backup, String query) {
        return webadmin.completed(webadmin.call(backup).post(RESTORE + query));
    }

    private static void disband(String group) {
        webadmin.groups().delete(Address.parse(group), OptionalLong.empty());
    }

    @Test
    void backupShouldBeEmptyDocumentWhenThereIsNothing() {
        assertThat(backup()).isEqualTo("{\"version\":1,\"groups\":[\n],\"profiles\":[\n]}\n");
    }

    @Test
    void backupShouldBeWhatWasRestored() {
        Map<String, Object> summary = restored(BACKUP, "");

        assertThat(summary)
                .containsEntry("type", "groups-restore")
                .containsEntry("added", 1)
                .containsEntry("membersRestored", 2)
                .containsEntry("profiles", 1)
                .containsEntry("rejected", 0);
        assertThat(backup()).isEqualTo(BACKUP);
    }

    @Test
    void restoreShouldTellTheWholeSummary() {
        String golden = "{\"type\":\"groups-restore\",\"dryRun\":true,\"mode\":\"replace\",\"added\":1,\"replaced\":0,"
                + "\"unchanged\":0,"
                + "\"skipped\":0,\"membersRestored\":2,\"membersRemoved\":0,\"profiles\":1,"
                + "\"rejected\":0,\"rejections\":[],"
                + "\"rejectionsTruncated\":false,\"timestamp\":\"TIME\"}";
        assertThat(webadmin.summaryJson(webadmin.call(BACKUP).post(RESTORE + "&mode=replace&dryRun=true")))
                .isEqualTo(golden);
    }

    @Test
    void restoreShouldKeepTheExclusionsOfTheGroupWhenTheBackupIsFromBeforeThem() {
        restored(BACKUP, "");
        String before = backup();

        assertThat(restored(BACKUP.replace(EXCLUSIONS, ""), "&mode=replace")).containsEntry("unchanged", 1);
        assertThat(backup()).isEqualTo(before);

        disband(TEAM);
        assertThat(restored(BACKUP.replace(EXCLUSIONS, ""), "")).containsEntry("added", 1);
        assertThat(backup()).isEqualTo(BACKUP.replace(EXCLUSIONS, "],\"exclusions\":[\n"));
    }

    @Test
    void restoreShouldEndExclusionsThatTheBackupDoesNotHave() {
        restored(BACKUP, "");
        String none = BACKUP.replace(EXCLUSIONS, "],\"exclusions\":[\n");

        assertThat(restored(none, "&mode=replace&dryRun=true")).containsEntry("replaced", 1);
        assertThat(backup()).isEqualTo(BACKUP);

        List<String> lines = LoggedLines.ofAuditTrail(
                () -> assertThat(restored(none, "&mode=replace")).containsEntry("replaced", 1));
        assertThat(backup()).isEqualTo(none);
        assertThat(lines).anyMatch(line -> line.startsWith("exclusions-restored"));
        assertThat(restored(none, "&mode=replace")).containsEntry("unchanged", 1);
    }

    @Test
    void restoreShouldMakeTheChoicesOfMembersThoseOfTheBackup() {
        restored(BACKUP, "");
        String none = BACKUP.replace(CHOICES, "],\"choices\":[\n");

        assertThat(restored(BACKUP.replace(CHOICES, ""), "&mode=replace"))
                .as("a backup from before them")
                .containsEntry("unchanged", 1);
        assertThat(backup()).isEqualTo(BACKUP);
        assertThat(restored(none, "&mode=replace&dryRun=true")).containsEntry("replaced", 1);
        assertThat(backup()).isEqualTo(BACKUP);

        assertThat(restored(none, "&mode=replace")).containsEntry("replaced", 1);
        assertThat(backup()).isEqualTo(none);
        disband(TEAM);
        assertThat(restored(BACKUP, "")).containsEntry("added", 1);
        assertThat(backup()).isEqualTo(BACKUP);
    }

    @Test
    void restoreShouldRefuseAChoiceThatIsNone() {
        webadmin.call(BACKUP.replace("\"delivery\":\"none\"", "\"delivery\":\"some\""))
                .post(RESTORE)
                .then()
                .statusCode(400)
                .body("message", containsString("groups[0].choices[0]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"group\":{},\"exclusions\":[]}",
                "{\"exclusions\":[],\"group\":{}}",
                "],\"exclusions\":[{\"member\":\"x\"}",
                "],\"exclusions\":[{\"member\":\"x@y.test\",\"addedAt\":\"yesterday\"}",
                "],\"exclusions\":[{\"member\":\"x@y.test\",\"addedAt\":\"" + TIME + "\",\"name\":\"X\"}",
                "],\"exclusions\":{}"
            })
    void restoreShouldNameThePlaceWhenTheExclusionsAreNone(String part) {
        String wrong = part.startsWith("{")
                ? "{\"version\":1,\"groups\":[" + part + "]}"
                : BACKUP.replace(EXCLUSIONS + CHOICES + "]", part + (part.endsWith("{}") ? "" : "]"));

        webadmin.call(wrong).post(RESTORE).then().statusCode(400).body("message", containsString("groups[0]"));
    }

    @Test
    void restoreShouldRejectAGroupThatExcludesTooMany() {
        String many = IntStream.rangeClosed(0, 10_000)
                .mapToObj(i -> "{\"member\":\"m%05d@elsewhere.test\",\"addedAt\":\"%s\"}".formatted(i, TIME))
                .collect(Collectors.joining(",\n"));

        Map<String, Object> summary = restored(BACKUP.replace(EXCLUSIONS, "],\"exclusions\":[\n" + many + "\n"), "");

        assertThat(summary).containsEntry("rejected", 1).containsEntry("added", 0);
        assertThat(summary.get("rejections").toString()).contains("excludes at most 10000");
        webadmin.call().get("/groups/" + TEAM).then().statusCode(404);
    }

    @Test
    void restoreShouldBringBackManyPagesOfEverything() {
        String members = IntStream.range(0, 3_500)
                .mapToObj(i -> "{\"address\":\"m%05d@elsewhere.test\",\"addedAt\":\"%s\"}".formatted(i, TIME))
                .collect(Collectors.joining(",\n", "\n", "\n"));
        String many = BACKUP.replaceFirst("(?s)\"members\":\\[.*?\\]", "\"members\":[" + members + "]")
                .replace("\"memberCount\":2", "\"memberCount\":3500");
        restored(many, "");

        assertThat(backup()).isEqualTo(many);
    }

    @Test
    void restoreShouldBringBackNestedGroupsInAnyOrder() {
        webadmin.createGroup("z@example.org", BOB);
        webadmin.createGroup("m@example.org", "z@example.org");
        webadmin.createGroup("a@example.org", "m@example.org", CAROL);
        String before = backup();
        List.of("a@example.org", "m@example.org", "z@example.org").forEach(BackupTest::disband);

        assertThat(restored(before, "")).containsEntry("added", 3).containsEntry("rejected", 0);
        assertThat(backup()).isEqualTo(before);
    }

    @Test
    void restoreShouldLetMembersFollowTheirContactsAgain() {
        String ann = contactInTeam();
        String before = backup();
        assertThat(before)
                .contains("{\"address\":\"ann@x.test\",\"name\":\"Ann\",\"addedAt\":")
                .contains(",\"contact\":\"" + ann + "\"}");
        disband(TEAM);

        assertThat(restored(before, "")).containsEntry("added", 1).containsEntry("membersRestored", 2);
        assertThat(backup()).isEqualTo(before);

        webadmin.call(SharedContacts.json("Ann", "ann.new@x.test", true))
                .put("/contacts/" + ann)
                .then()
                .statusCode(200);
        assertThat(backup()).contains("ann.new@x.test").doesNotContain("ann@x.test");
    }

    @Test
    void restoreShouldKeepTheAddressWhenTheContactIsGone() {
        String ann = contactInTeam();
        String before = backup();
        disband(TEAM);
        webadmin.call().delete("/contacts/" + ann).then().statusCode(200);

        assertThat(restored(before, "")).containsEntry("added", 1).containsEntry("rejected", 0);
        assertThat(backup()).isEqualTo(before.replace(",\"contact\":\"" + ann + "\"", ""));
    }

    @Test
    void restoreShouldCountMembersThatOnlyFollowAgain() {
        String ann = contactInTeam();
        String before = backup();
        webadmin.call()
                .delete("/groups/" + TEAM + "/members/contact:" + ann)
                .then()
                .statusCode(204);
        webadmin.call().put("/groups/" + TEAM + "/members/ann@x.test").then().statusCode(204);

        assertThat(restored(before, "&mode=replace&dryRun=true"))
                .containsEntry("replaced", 1)
                .containsEntry("membersRestored", 1);
        assertThat(restored(before, "&mode=replace"))
                .containsEntry("replaced", 1)
                .containsEntry("membersRestored", 1);
        assertThat(backup()).isEqualTo(before);
        assertThat(restored(before, "&mode=replace")).containsEntry("unchanged", 1);
    }

    /** Creates a group with bob and the contact Ann. Returns the id of Ann. */
    private static String contactInTeam() {
        webadmin.createGroup(TEAM, BOB);
        SharedContacts contacts = new SharedContacts(webadmin);
        String ann = contacts.shared(contacts.group("Suppliers"), "Ann", "ann@x.test");
        webadmin.call()
                .put("/groups/" + TEAM + "/members/contact:" + ann)
                .then()
                .statusCode(204);
        return ann;
    }

    @Test
    void restoreShouldLeaveGroupsAndProfilesWhenTheyAreThere() {
        webadmin.createGroup(TEAM, CAROL);
        webadmin.profiles().save(new Profile(Address.parse(BOB), "Robert", ""));
        String before = backup();

        assertThat(restored(BACKUP, "")).containsEntry("skipped", 1).containsEntry("profiles", 0);
        assertThat(backup()).isEqualTo(before);
    }

    @Test
    void restoreShouldMakeGroupsAsTheyWereWhenItReplaces() {
        webadmin.createGroup(TEAM, CAROL, "gone@elsewhere.test", BOB);
        webadmin.profiles().save(new Profile(Address.parse(BOB), "Robert", ""));

        assertThat(restored(BACKUP, "&mode=replace"))
                .containsEntry("replaced", 1)
                .containsEntry("membersRestored", 2)
                .containsEntry("membersRemoved", 2)
                .containsEntry("profiles", 1);
        // Members filter by the identifier that the group has now.
        assertThat(backup()).isEqualTo(BACKUP.replace("crew.example.org", "team.example.org"));
        assertThat(restored(BACKUP, "&mode=replace"))
                .containsEntry("unchanged", 1)
                .containsEntry("replaced", 0)
                .containsEntry("membersRestored", 0)
                .containsEntry("profiles", 0);
    }

    @ParameterizedTest
    @CsvSource({"skip", "replace"})
    void restoreShouldChangeNothingWhenDry(String mode) {
        webadmin.createGroup(TEAM, CAROL);
        String before = backup();

        Map<String, Object> summary = restored(BACKUP, "&dryRun=true&mode=" + mode);

        assertThat(backup()).isEqualTo(before);
        if ("replace".equals(mode)) {
            assertThat(summary)
                    .containsEntry("replaced", 1)
                    .containsEntry("membersRestored", 2)
                    .containsEntry("membersRemoved", 1);
        }
    }

    @Test
    void restoreShouldRejectGroupWhenItsAddressIsTaken() {
        webadmin.localAddresses().addUser(TEAM);

        Map<String, Object> summary = restored(BACKUP, "");

        assertThat(summary)
                .containsEntry("rejected", 1)
                .containsEntry("added", 0)
                .containsEntry("profiles", 1);
        assertThat(summary.get("rejections").toString()).contains("already the address of a user");
    }

    @Test
    void restoreShouldTakeNewGroupBackWhenItWouldCloseACycle() {
        webadmin.groups()
                .create(new NewGroup(
                        Address.parse("all@example.org"),
                        "All",
                        "",
                        List.of(Address.parse(ALICE)),
                        List.of(NewMember.of(Address.parse(TEAM)))));
        String cyclic = BACKUP.replace("gone@example.org", "all@example.org");

        assertThat(restored(cyclic, "")).containsEntry("rejected", 1).containsEntry("added", 0);
        webadmin.call().get("/groups/" + TEAM).then().statusCode(404);
    }

    @Test
    void restoreShouldRejectProfileWhenAnotherHasItsIdentifier() {
        webadmin.profiles().save(new Profile(Address.parse(ALICE), "Alice", "12345678z"));

        assertThat(restored(BACKUP, "")).containsEntry("profiles", 0).containsEntry("rejected", 1);
    }

    private static Map<String, Object> counts(Map<String, Object> summary) {
        return summary.entrySet().stream()
                .filter(entry -> !List.of("dryRun", "timestamp").contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static String profiles(String... entries) {
        return BACKUP.substring(0, BACKUP.indexOf("{\"user\"")) + String.join(",\n", entries) + "\n]}\n";
    }

    private static String entry(String user, String identifier) {
        return "{\"user\":\"" + user + "\",\"name\":\"A user\",\"identifier\":\"" + identifier + "\"}";
    }

    private static String identifier(String user) {
        return webadmin.profiles().find(Address.parse(user)).orElseThrow().idNumber();
    }

    @Test
    void restoreShouldLetUsersExchangeTheirIdentifiers() {
        webadmin.profiles().save(new Profile(Address.parse(ALICE), "Alice", "1"));
        webadmin.profiles().save(new Profile(Address.parse(BOB), "Bob", "2"));
        String exchanged = profiles(entry(ALICE, "2"), entry(BOB, "1"));

        Map<String, Object> dry = restored(exchanged, "&mode=replace&dryRun=true");
        Map<String, Object> real = restored(exchanged, "&mode=replace");

        assertThat(real).containsEntry("profiles", 2).containsEntry("rejected", 0);
        assertThat(counts(dry)).isEqualTo(counts(real));
        assertThat(identifier(ALICE) + identifier(BOB)).isEqualTo("21");
    }

    @Test
    void restoreShouldLetUsersExchangeTheirIdentifiersWhenTheyAreFarApart() {
        webadmin.profiles().save(new Profile(Address.parse(ALICE), "Alice", "1"));
        webadmin.profiles().save(new Profile(Address.parse(BOB), "Bob", "2"));
        webadmin.profiles().save(new Profile(Address.parse(CAROL), "Carol", "3"));
        String between = IntStream.range(0, 1_200)
                .mapToObj(i -> entry("u" + i + "@example.org", "i" + i))
                .collect(Collectors.joining(",\n"));
        String exchanged = profiles(entry(ALICE, "2"), between, entry(BOB, "1"), entry(CAROL, ""));

        Map<String, Object> dry = restored(exchanged, "&mode=replace&dryRun=true");
        Map<String, Object> real = new HashMap<>();
        List<String> audited = LoggedLines.ofAuditTrail(() -> real.putAll(restored(exchanged, "&mode=replace")));

        assertThat(real).containsEntry("profiles", 1_203).containsEntry("rejected", 0);
        assertThat(counts(dry)).isEqualTo(counts(real));
        assertThat(identifier(ALICE) + identifier(BOB) + identifier(CAROL)).isEqualTo("21");
        assertThat(audited)
                .filteredOn(line -> line.startsWith("identifiers-exchanged"))
                .singleElement()
                .asString()
                .contains(ALICE, BOB);
        assertThat(restored(exchanged, "&mode=replace")).containsEntry("profiles", 0);
    }

    @Test
    void restoreShouldTakeTheLastOfTwoProfilesOfOneUser() {
        webadmin.profiles().save(new Profile(Address.parse(ALICE), "Alice", "1"));
        String between = IntStream.range(0, 1_200)
                .mapToObj(i -> entry("u" + i + "@example.org", "i" + i))
                .collect(Collectors.joining(",\n"));
        String twice = profiles(entry(ALICE, "2"), entry(BOB, "1"), between, entry(ALICE, "3"));

        Map<String, Object> dry = restored(twice, "&mode=replace&dryRun=true");
        Map<String, Object> real = restored(twice, "&mode=replace");

        assertThat(counts(dry)).isEqualTo(counts(real));
        assertThat(identifier(ALICE) + identifier(BOB)).isEqualTo("31");
    }

    @Test
    void dryRestoreShouldCountWhatARunCounts() {
        webadmin.groups()
                .create(new NewGroup(
                        Address.parse("all@example.org"),
                        "All",
                        "",
                        List.of(Address.parse(ALICE)),
                        List.of(NewMember.of(Address.parse(TEAM)))));
        webadmin.profiles().save(new Profile(Address.parse(ALICE), "Alice", "1"));
        String backup = profiles(
                        IntStream.range(0, 1_200)
                                .mapToObj(i -> entry("u" + i + "@example.org", i == 1_100 ? "i7" : "i" + i))
                                .collect(Collectors.joining(",\n")),
                        entry(CAROL, "1"),
                        entry(BOB, ""))
                .replace("gone@example.org", "all@example.org");

        Map<String, Object> dry = restored(backup, "&mode=replace&dryRun=true");
        Map<String, Object> real = restored(backup, "&mode=replace");

        assertThat(real)
                .containsEntry("added", 0)
                .containsEntry("membersRestored", 0)
                .containsEntry("profiles", 1_200)
                .containsEntry("rejected", 3);
        assertThat(counts(dry)).isEqualTo(counts(real));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "{} ~ version: missing",
                "{\"version\":2} ~ version: must be 1",
                "{\"groups\":[],\"version\":1} ~ version: missing",
                "{\"version\":1,\"groups\":[{\"members\":[]}]} ~ groups[0].members: must come after its group",
                "{\"version\":1,\"groups\":[{}]} ~ groups[0].group: missing",
                "{\"version\":1,\"groups\":[{\"group\":{\"address\":\"x\"}}]} ~ groups[0].group.address: 'x' is not",
                "{\"version\":1,\"profiles\":[{\"user\":\"a@b.test\"}]} ~ profiles[0]: name is empty",
                "{\"version\":1,\"contacts\":[]} ~ contacts: unknown field",
                "{\"version\":1,\"groups\":[ ~ body: is not JSON",
                "[] ~ body: must be an object"
            })
    void restoreShouldApplyNothingWhenDocumentIsNoBackup(String json, String message) {
        webadmin.call(json).post(RESTORE).then().statusCode(400).body("message", containsString(message));
    }

    @Test
    void restoreShouldApplyNothingWhenEndIsBroken() {
        String cut = BACKUP.substring(0, BACKUP.indexOf("\"profiles\""));

        webadmin.call(cut).post(RESTORE).then().statusCode(400);

        webadmin.call().get("/groups/" + TEAM).then().statusCode(404);
    }

    @Test
    void restoreShouldBeRefusedWhenBodyIsTooLong() {
        webadmin.call(BACKUP + " ".repeat(Webadmin.MAX_BACKUP_BYTES))
                .post(RESTORE)
                .then()
                .statusCode(413);
    }

    @ParameterizedTest
    @CsvSource({"&mode=merge, mode must be skip or replace", "&dryRun=1, dryRun must be false or true"})
    void restoreShouldBeRefusedWhenQueryIsWrong(String query, String message) {
        webadmin.call(BACKUP).post(RESTORE + query).then().statusCode(400).body("message", equalTo(message));
    }

    @Test
    void stagingShouldBeEmptyWhenNothingIsUnderWay() {
        restored(BACKUP, "");
        webadmin.call("{").post(RESTORE).then().statusCode(400);

        assertThat(webadmin.stagedBackups()).isEmpty();
    }
}
