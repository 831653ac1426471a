// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.mailgroups.webadmin.Webadmin.ALICE;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.CAROL;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mailgroups.audit.LoggedLines;
import org.mailgroups.profile.Profile;
import org.mailgroups.value.Address;
import org.mailgroups.webadmin.Imports;
import org.mailgroups.webadmin.Json;
import org.mailgroups.webadmin.Webadmin;

class ProfileImportTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static final Imports imports = new Imports(webadmin);
    private static final String PATH = "/profiles?action=import";
    private static final String HEADER = "User;Identifier;Name\n";

    private static void save(String user, String identifier, String name) {
        webadmin.profiles().save(new Profile(Address.parse(user), name, identifier));
    }

    private static String profile(String user) {
        return webadmin.profiles()
                .find(Address.parse(user))
                .map(profile -> profile.idNumber() + "=" + profile.name())
                .orElse("none");
    }

    private static String counts(Json task) {
        assertThat(task.getString("status")).isEqualTo("completed");
        return List.of("rows", "added", "updated", "unchanged", "rejected").stream()
                .map(field -> field + " " + task.getInt("additionalInformation." + field))
                .collect(Collectors.joining(", "));
    }

    private static List<String> reasons(Json task) {
        return task.getList("additionalInformation.rejections.reason");
    }

    @Test
    void importShouldCreateAndReplaceProfiles() {
        save(ALICE, "7", "Alicia");
        save(CAROL, "", "Carol");

        Json task = imports.run(
                PATH, HEADER + ALICE + ";12345678Z;Alice\n" + BOB + ";staff-9;José\n" + CAROL + ";;Carol\n");

        assertThat(task.getString("type")).isEqualTo("profiles-import");
        assertThat(counts(task)).isEqualTo("rows 3, added 1, updated 1, unchanged 1, rejected 0");
        assertThat(profile(ALICE)).isEqualTo("12345678Z=Alice");
        assertThat(profile(BOB)).isEqualTo("staff-9=José");
    }

    @Test
    void importShouldChangeNothingWhenItIsADryRunOrAnExport() {
        save(ALICE, "12345678Z", "=Alice; the \"first\"");
        String export = webadmin.call().get("/profiles/export.csv").asString();

        assertThat(counts(imports.run(PATH, export))).isEqualTo("rows 1, added 0, updated 0, unchanged 1, rejected 0");
        assertThat(counts(imports.run(PATH + "&dryRun=true", HEADER + BOB + ";1;Bob\n")))
                .isEqualTo("rows 1, added 1, updated 0, unchanged 0, rejected 0");
        assertThat(profile(BOB)).isEqualTo("none");
    }

    @Test
    void importShouldRejectWhatNoProfileCanHave() {
        save(CAROL, "taken", "Carol");
        webadmin.localAddresses().addUser("dave@example.org");

        Json task = imports.run(
                PATH,
                HEADER + "nobody@example.org;;Nobody\n" + Webadmin.ALIAS + ";;Info\n" + "dave@example.org;;\n" + BOB
                        + ";12345678A;Bob\n" + ALICE + ";TAKEN;Alice\nx;;X\n");

        assertThat(reasons(task))
                .containsExactly(
                        "there is no user nobody@example.org",
                        "there is no user " + Webadmin.ALIAS,
                        "name is empty, and dave@example.org has no profile yet: write a name",
                        "the NIF 12345678A has a wrong letter: did you mean 12345678Z?",
                        "the identifier TAKEN is already that of " + CAROL,
                        "'x' is not a mail address: it needs a local part and a domain around one @");
        assertThat(counts(task)).isEqualTo("rows 6, added 0, updated 0, unchanged 0, rejected 6");
    }

    @Test
    void importShouldRejectTwoUsersWithOneIdentifier() {
        Json task = imports.run(PATH, HEADER + ALICE + ";a1;Alice\n" + BOB + ";A1;Bob\n" + CAROL + ";c;Carol\n");

        String reason = "the file gives the identifier A1 to " + ALICE + " and to " + BOB;
        assertThat(reasons(task)).containsExactly(reason, reason);
        assertThat(profile(CAROL)).isEqualTo("c=Carol");
    }

    @Test
    void importShouldLetIdentifiersGoRoundWhenTheirUsersAreFarApart() {
        save(ALICE, "1", "Alice");
        save(BOB, "2", "Bob");
        save(CAROL, "3", "Carol");
        IntStream.range(0, 6000).forEach(i -> webadmin.localAddresses().addUser("u" + i + "@example.org"));
        String between = IntStream.range(0, 6000)
                .mapToObj(i -> "u" + i + "@example.org;;User\n")
                .collect(Collectors.joining());

        Json[] tasks = {null};
        List<String> audited = LoggedLines.ofAuditTrail(() -> tasks[0] =
                imports.run(PATH, HEADER + ALICE + ";2;Alice\n" + between + BOB + ";3;Bob\n" + CAROL + ";1;Carol\n"));

        Json task = tasks[0];
        // Before their own rows come, in case that they never do.
        assertThat(audited)
                .filteredOn(line -> line.startsWith("profiles-import-exchanged"))
                .singleElement()
                .asString()
                .contains(ALICE, BOB, CAROL);
        assertThat(counts(task)).isEqualTo("rows 6003, added 6000, updated 3, unchanged 0, rejected 0");
        assertThat(List.of(profile(ALICE), profile(BOB), profile(CAROL)))
                .containsExactly("2=Alice", "3=Bob", "1=Carol");
    }

    @Test
    void importShouldRejectAChainOfIdentifiersThatNobodyGivesUp() {
        save(ALICE, "1", "Alice");
        save(BOB, "2", "Bob");
        save(CAROL, "3", "Carol");

        Json task = imports.run(PATH, HEADER + ALICE + ";2;Alice\n" + BOB + ";3;Bob\n");

        assertThat(reasons(task))
                .containsExactly(
                        "the identifier 2 is already that of " + BOB, "the identifier 3 is already that of " + CAROL);
        assertThat(profile(BOB)).isEqualTo("2=Bob");
    }

    @Test
    void importShouldTakeTwoRowsWhenTheyWriteOneIdentifierInTwoWays() {
        Json task = imports.run(PATH, HEADER + ALICE + ";12345678Z;Alice\n" + ALICE + ";12.345.678-z;\n");

        assertThat(reasons(task)).isEmpty();
        assertThat(profile(ALICE)).isEqualTo("12345678Z=Alice");
    }

    @Test
    void importShouldBeInTheHistoryWithItsRejections() {
        String task =
                imports.run(PATH, HEADER + ALICE + ";;Alice\nx;1;\"X; Y\"\n").getString("taskId");

        Json history = Json.of(webadmin.call().get("/profiles/imports"));
        assertThat(history.getString("items[0].taskId")).isEqualTo(task);
        assertThat(history.getInt("items[0].rejected")).isEqualTo(1);
        assertThat(webadmin.call()
                        .get("/profiles/imports/" + task + "/rejections.csv")
                        .asString())
                .isEqualTo("User;Identifier;Name;Reason\r\n"
                        + "x;1;\"X; Y\";line 3: 'x' is not a mail address: it needs a local part and a "
                        + "domain around one @\r\n");
    }

    @Test
    void importsShouldBePaged() {
        List<String> tasks = List.of(HEADER, HEADER + ALICE + ";;A\n", HEADER + ALICE + ";;B\n").stream()
                .map(file -> imports.run(PATH, file).getString("taskId"))
                .toList();

        Json first = Json.of(webadmin.call().get("/profiles/imports?limit=2"));
        Json second = Json.of(webadmin.call().get("/profiles/imports?limit=2&after=" + first.getString("next")));

        assertThat(first.<String>getList("items.taskId")).containsExactly(tasks.get(2), tasks.get(1));
        assertThat(second.<String>getList("items.taskId")).startsWith(tasks.get(0));
        webadmin.call().get("/profiles/imports?after=x").then().statusCode(400);
    }

    @Test
    void postShouldBeRefusedWhenTheHeaderIsThatOfMembers() {
        imports.post(PATH, "Identifier;Name\n")
                .then()
                .statusCode(400)
                .body("message", containsString("'User;Identifier;Name', in UTF-8; found 'Identifier;Name'"));
        imports.post("/profiles?action=import&mode=replace", HEADER).then().statusCode(400);
    }
}
