// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.mailgroups.e2e.harness.MemberImports.HEADER;
import static org.mailgroups.e2e.harness.MemberImports.counts;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailgroups.e2e.harness.Letter;
import org.mailgroups.e2e.harness.MemberImports;
import org.mailgroups.e2e.harness.Nif;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.OutsideWorld;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.Webadmin;
import org.mailgroups.e2e.harness.Webadmin.Answer;

/** Users are imported from files, and mail to the group shows who is a member. */
class ImportIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String CSV = "text/csv";

    private final OutsideWorld world = SharedServer.world();
    private Organisation org;
    private Webadmin webadmin;
    private String alice;
    private String bob;
    private String carol;
    private String external;
    private String team;
    private MemberImports imports;

    @BeforeEach
    void found() {
        org = Organisation.on(SharedServer.besideWorld());
        webadmin = org.webadmin();
        alice = org.user("alice");
        bob = org.user("bob");
        carol = org.user("carol");
        external = "external@" + org.domain() + ".example.net";
        team = org.group("team", alice);
        imports = new MemberImports(webadmin, team);
    }

    @Test
    void whoStandsInTheFilledTemplateShouldGetTheNextMessage() {
        String template = webadmin.get("/groups/templates/users-mailbox-example.csv")
                .expect(200)
                .body();
        assertThat(template).isEqualTo("Identifier;Name\r\n");

        JsonNode task = imports.run("", template + bob + ";\"Brown; Bob\"\r\n" + external + ";Íñigo Núñez\r\n");

        assertThat(task.path("status").asText()).isEqualTo("completed");
        assertThat(counts(task)).isEqualTo("rows 2, added 2");
        JsonNode listed =
                webadmin.get("/groups?domain=" + org.domain()).expect(200).json();
        assertThat(listed.at("/items/0/memberCount").asInt()).isEqualTo(3);
        assertThat(imports.export().lines())
                .containsExactly("Identifier;Name", alice + ';', bob + ";\"Brown; Bob\"", external + ";Íñigo Núñez");
        send("to the new ones");
        org.inbox(alice).awaitOne();
        assertThat(org.inbox(bob).awaitOne().all("List-Id"))
                .singleElement()
                .asString()
                .endsWith(Organisation.listId(team));
        world.awaitOne(external);
        org.awaitQuiet();
        assertThat(org.inbox(carol).messages()).isEmpty();
    }

    @Test
    void availableTemplateShouldBeImportedAsItIsAndBeEmptyAfterwards() {
        String other = org.group("other", carol);
        assertThat(available(team, "")).containsExactlyInAnyOrder(bob, carol, org.address("postmaster"));
        assertThat(available(team, "?notIn=any")).containsExactlyInAnyOrder(bob, org.address("postmaster"));

        JsonNode task = imports.run("", HEADER + String.join(";\n", available(team, "")) + ";\n");

        assertThat(counts(task)).isEqualTo("rows 3, added 3");
        assertThat(available(team, "")).isEmpty();
        assertThat(available(other, "")).containsExactlyInAnyOrder(alice, bob, org.address("postmaster"));
        send("to all users");
        Stream.of(alice, bob, carol, org.address("postmaster"))
                .forEach(user -> org.inbox(user).awaitOne());
    }

    /** Returns the users of this test's domain in the template; the server has others. */
    private List<String> available(String group, String query) {
        return webadmin.get(Webadmin.group(group) + "/templates/users-mailbox-available.csv" + query)
                .expect(200)
                .body()
                .lines()
                .map(line -> line.substring(0, line.indexOf(';')))
                .filter(identifier -> identifier.endsWith('@' + org.domain()))
                .toList();
    }

    @Test
    void identifiersOfProfilesShouldFindUsersWhenTheirLettersAreRight() {
        String nif = Nif.next();
        String wrong = Nif.withAnotherLetter(nif);
        JsonNode profiles = webadmin.awaitTask(webadmin.upload(
                "/profiles?action=import",
                CSV,
                ("User;Identifier;Name\n" + bob + ';' + nif + ";Bob Núñez\n" + carol + ';' + wrong + ";Carol\n")
                        .getBytes(UTF_8)));
        assertThat(counts(profiles)).isEqualTo("rows 2, added 1, rejected 1");
        assertThat(reason(profiles)).contains(wrong, "wrong letter", Nif.letterOf(nif));

        JsonNode task = imports.run("", HEADER + nif + ";\n" + wrong + ";Nobody\n");

        assertThat(counts(task)).isEqualTo("rows 2, added 1, rejected 1");
        assertThat(task.at("/additionalInformation/rejections/0/line").asInt()).isEqualTo(3);
        assertThat(reason(task)).contains(wrong, "wrong letter", Nif.letterOf(nif));
        assertThat(imports.export()).contains("\r\n" + nif + ";Bob Núñez\r\n");
        send("by identifier");
        org.inbox(bob).awaitOne();
    }

    private static String reason(JsonNode task) {
        return task.at("/additionalInformation/rejections/0/reason").asText();
    }

    @Test
    void dryRunShouldChangeNothing() {
        String version = version();

        JsonNode task = imports.run("&dryRun=true&mode=replace", HEADER + bob + ";Bob\n" + external + ";\n");

        assertThat(counts(task)).isEqualTo("rows 2, added 2, removed 1");
        assertThat(task.at("/additionalInformation/dryRun").asBoolean()).isTrue();
        assertThat(version()).isEqualTo(version);
        send("after a dry run");
        org.inbox(alice).awaitOne();
        org.awaitQuiet();
        assertThat(org.inbox(bob).messages()).isEmpty();
        assertThat(world.messages(external)).isEmpty();
    }

    @Test
    void replaceShouldTakeTheMailFromExactlyWhoIsMissing() {
        imports.run("", HEADER + bob + ";\n" + external + ";\n");

        JsonNode task = imports.run("&mode=replace", HEADER + bob + ";\n" + carol + ";\n");

        assertThat(counts(task)).isEqualTo("rows 2, added 1, unchanged 1, removed 2");
        send("after a replacement");
        org.inbox(bob).awaitOne();
        org.inbox(carol).awaitOne();
        org.awaitQuiet();
        assertThat(org.inbox(alice).messages()).isEmpty();
        assertThat(world.messages(external)).isEmpty();
    }

    @Test
    void replaceShouldApplyNothingWhenOneRowIsRejected() {
        String version = version();

        JsonNode task = imports.run("&mode=replace", HEADER + bob + ";\n" + org.address("nobody") + ";\n");

        assertThat(task.path("status").asText()).isEqualTo("failed");
        assertThat(counts(task)).isEqualTo("rows 2, rejected 1");
        assertThat(version()).isEqualTo(version);
        assertThat(imports.export().lines()).containsExactly("Identifier;Name", alice + ';');
    }

    @Test
    void rejectedRowsShouldBeImportedWhenTheyAreCorrected() {
        String typo = org.address("carrol");
        JsonNode task = imports.run("", HEADER + bob + ";Bob\n" + typo + ";Carol\n");
        assertThat(counts(task)).isEqualTo("rows 2, added 1, rejected 1");
        String rejections = imports.rejections(task);
        assertThat(rejections.lines().toList())
                .hasSize(2)
                .startsWith("Identifier;Name;Reason")
                .last()
                .asString()
                .startsWith(typo + ";Carol;line 3: " + typo + " is neither a user");

        JsonNode corrected = imports.run("", rejections.replace(typo + ";", carol + ";"));

        assertThat(counts(corrected)).isEqualTo("rows 1, added 1");
        send("corrected");
        org.inbox(bob).awaitOne();
        org.inbox(carol).awaitOne();
    }

    @Test
    void progressShouldBeSeenAndTheImportEndBetweenBatchesWhenItIsCancelled() throws IOException {
        Answer submitted = imports.submit("", MemberImports.strangers("m", 0, 60_000));
        JsonNode progress = imports.awaitProgress(submitted);
        assertThat(progress.path("status").asText()).isEqualTo("inProgress");
        assertThat(progress.at("/additionalInformation/rows").asInt()).isEqualTo(60_000);
        assertThat(progress.at("/additionalInformation/added").asInt()).isLessThan(60_000);

        webadmin.delete(Webadmin.taskOf(submitted)).expect(204);

        JsonNode past = Awaitility.await("the end of the import")
                .atMost(LIMIT)
                .until(() -> imports.history().get(0), found -> found.has("finishedAt"));
        assertThat(past.path("status").asText()).isEqualTo("cancelled");
        assertThat(webadmin.awaitTask(submitted).path("status").asText()).isEqualTo("canceled");
        assertThat(past.path("added").asInt()).isPositive().isLessThan(60_000);
        assertThat(imports.memberCount()).isEqualTo(1 + past.path("added").asInt());
        assertThat(stagedFiles()).isEmpty();
    }

    @Test
    void importsShouldNotInterleaveWhenTwoGoIntoOneGroupAtOnce() throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<Callable<JsonNode>> both = List.of(
                    () -> imports.run("&mode=replace", MemberImports.strangers("a", 0, 10_000)),
                    () -> imports.run("&mode=replace", MemberImports.strangers("b", 0, 10_000)));
            for (Future<JsonNode> done : two.invokeAll(both)) {
                assertThat(done.get().path("status").asText()).isEqualTo("completed");
            }
        } finally {
            two.shutdownNow();
        }

        assertThat(imports.history())
                .extracting(MemberImports::counts)
                .containsExactlyInAnyOrder(
                        "rows 10000, added 10000, removed 10000", "rows 10000, added 10000, removed 1");
        List<String> members = imports.export().lines().skip(1).toList();
        assertThat(members).hasSize(10_000);
        assertThat(members.stream().map(member -> member.charAt(0)).distinct()).hasSize(1);
    }

    @Test
    void exportShouldBeImportedAsUnchanged() {
        String nif = Nif.next();
        webadmin.put("/profiles/" + Webadmin.encode(bob), Map.of("name", "Bob", "identifier", nif))
                .expect(204);
        org.group("inner", carol);
        imports.run(
                "",
                HEADER + nif + ";\n" + carol + ";\"=1+1; \"\"x\"\"\"\n" + external + ";Zoë\n" + org.address("inner")
                        + ";\n");
        String version = version();
        String export = imports.export();

        JsonNode again = imports.run("&mode=replace", export);

        assertThat(export.lines()).hasSize(6);
        assertThat(counts(again)).isEqualTo("rows 5, unchanged 5");
        assertThat(version()).isEqualTo(version);
        assertThat(imports.export()).isEqualTo(export);
    }

    @Test
    void exportOfGroupsShouldHaveTheImportedMembers() {
        imports.run("", HEADER + bob + ";\n" + external + ";\n");

        String export = webadmin.get("/groups/export.csv").expect(200).body();

        assertThat(export).startsWith("Address;Name;Description;Administrators;Members\r\n");
        assertThat(export.lines())
                .contains(String.join(
                        ";", team, "team", "", org.address("postmaster"), String.join("|", alice, bob, external)));
    }

    @Test
    void membersInBulkShouldGetTheNextMessageAndNoneWhenTheyAreRemoved() {
        webadmin.post(Webadmin.group(team) + "/members?action=add", List.of(bob, Map.of("address", external)))
                .expect(204);
        send("first");
        org.inbox(bob).awaitOne();
        world.awaitOne(external);

        webadmin.post(Webadmin.group(team) + "/members?action=remove", List.of(bob, external))
                .expect(204);
        Answer refused =
                webadmin.post(Webadmin.group(team) + "/members?action=add", List.of(bob, org.address("nobody")));
        send("second");

        assertThat(refused.expect(400).body()).contains("[1]");
        assertThat(org.inbox(alice).await(2)).hasSize(2);
        org.awaitQuiet();
        assertThat(org.inbox(bob).messages()).hasSize(1);
        assertThat(world.messages(external)).hasSize(1);
    }

    @Test
    void fileShouldBeTakenWhenItComesInChunks() {
        Answer submitted = webadmin.uploadInChunks(imports.path(""), CSV, (HEADER + bob + ";\n").getBytes(UTF_8));

        assertThat(counts(webadmin.awaitTask(submitted))).isEqualTo("rows 1, added 1");
    }

    static Stream<Arguments> wrongFiles() {
        String rows = "bob@example.org;Bob\n";
        return Stream.of(
                arguments(named("commas", "Identifier,Name\nbob@example.org,Bob\n".getBytes(UTF_8)), "commas"),
                arguments(named("tabs", "Identifier\tName\nbob@example.org\tBob\n".getBytes(UTF_8)), "tabs"),
                arguments(named("sep=", ("sep=,\n" + HEADER + rows).getBytes(UTF_8)), "sep="),
                arguments(named("renamed", ("Identifier;Nombre\n" + rows).getBytes(UTF_8)), "Identifier;Nombre"),
                arguments(named("reordered", ("Name;Identifier\n" + rows).getBytes(UTF_8)), "Name;Identifier"),
                arguments(named("no header", rows.getBytes(UTF_8)), "bob@example.org;Bob"),
                arguments(named("UTF-16 with mark", (HEADER + rows).getBytes(UTF_16)), "UTF-8"),
                arguments(named("UTF-16 without", (HEADER + rows).getBytes(UTF_16LE)), "UTF-16"),
                arguments(named("Latin-1", (HEADER + rows + "x@far.test;Núñez\n").getBytes(ISO_8859_1)), "line 3"),
                arguments(named("open quote", (HEADER + rows + "x@far.test;\"X\n").getBytes(UTF_8)), "line 3"),
                arguments(named("empty", new byte[0]), "empty"));
    }

    @ParameterizedTest
    @MethodSource("wrongFiles")
    void nothingShouldChangeWhenTheFileIsWrong(byte[] file, String found) throws IOException {
        String version = version();

        String answer =
                imports.submit("", file).expect(400).json().path("message").asText();

        assertThat(answer).contains(found);
        assertNothingChangedSince(version);
    }

    @Test
    void nothingShouldChangeWhenTheCallIsWrong() throws IOException {
        String version = version();
        byte[] file = (HEADER + bob + ";\n").getBytes(UTF_8);

        for (String type : List.of("application/json", "text/plain", "text/csv; charset=ISO-8859-1")) {
            assertThat(webadmin.upload(imports.path(""), type, file).expect(415).body())
                    .contains(CSV);
        }
        imports.submit("&mode=replace", HEADER.getBytes(UTF_8)).expect(400);
        imports.submit("&mode=merge", file).expect(400);
        imports.submit("&dryrun=true", file).expect(400);
        webadmin.uploadInChunks(imports.path(""), CSV, new byte[0]).expect(411);

        assertNothingChangedSince(version);
    }

    private void assertNothingChangedSince(String version) throws IOException {
        assertThat(version()).isEqualTo(version);
        assertThat(imports.history()).isEmpty();
        assertThat(stagedFiles()).isEmpty();
    }

    private String version() {
        return webadmin.get(Webadmin.group(team)).expect(200).header("ETag").orElseThrow();
    }

    private static List<Path> stagedFiles() throws IOException {
        try (Stream<Path> files = Files.list(SharedServer.besideWorld().data().resolve("imports"))) {
            return files.toList();
        }
    }

    private void send(String subject) {
        org.send(alice, Letter.from(alice, subject).to(team), team);
    }
}
