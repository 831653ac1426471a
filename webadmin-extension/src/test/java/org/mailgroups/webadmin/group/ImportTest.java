// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.mailgroups.webadmin.Webadmin.ALICE;
import static org.mailgroups.webadmin.Webadmin.BOB;
import static org.mailgroups.webadmin.Webadmin.CAROL;
import static org.mailgroups.webadmin.Webadmin.TEAM;

import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mailgroups.group.NewMember;
import org.mailgroups.profile.Profile;
import org.mailgroups.value.Address;
import org.mailgroups.webadmin.Imports;
import org.mailgroups.webadmin.Json;
import org.mailgroups.webadmin.Webadmin;

class ImportTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static final Imports imports = new Imports(webadmin);
    private static final String PATH = "/groups/" + TEAM + "/members?action=import";
    private static final String HISTORY = "/groups/" + TEAM + "/imports";
    private static final String HEADER = "Identifier;Name\n";

    @BeforeEach
    void createGroup() {
        webadmin.createGroup(TEAM, ALICE);
    }

    private static List<String> members() {
        Json page = Json.of(webadmin.call().get("/groups/" + TEAM + "/members"));
        List<Map<String, String>> items = page.getList("items");
        return items.stream()
                .map(item -> item.get("address") + "=" + item.getOrDefault("name", ""))
                .toList();
    }

    private static String counts(Json task) {
        return List.of("rows", "added", "updated", "unchanged", "removed", "rejected").stream()
                .map(field -> field + " " + task.getInt("additionalInformation." + field))
                .collect(Collectors.joining(", "));
    }

    private static byte[] rows(int count) {
        return (HEADER
                        + IntStream.range(0, count)
                                .mapToObj(i -> "m" + i + "@elsewhere.example;M " + i + "\n")
                                .collect(Collectors.joining()))
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void postShouldAnswerWithTheTask() {
        Response response = imports.post(PATH, HEADER + BOB + ";Bob\n");

        response.then().statusCode(201);
        String task = Json.of(response).getString("taskId");
        assertThat(response.header("Location")).isEqualTo("/tasks/" + task);
        assertThat(imports.end(task).getString("type")).isEqualTo("group-members-import");
    }

    @Test
    void importShouldAddAndRenameMembers() {
        webadmin.groups()
                .addMembers(
                        Address.parse(TEAM),
                        List.of(new NewMember(Address.parse(CAROL), "Carola")),
                        OptionalLong.empty());

        Json task = imports.run(PATH, HEADER + ALICE + ";\n" + BOB + ";Bob\n" + CAROL + ";Carol\nx;X\n");

        assertThat(counts(task)).isEqualTo("rows 4, added 1, updated 1, unchanged 1, removed 0, rejected 1");
        assertThat(members()).containsExactly(ALICE + "=", BOB + "=Bob", CAROL + "=Carol");
    }

    @Test
    void importShouldChangeNothingWhenTheFileWasImportedBefore() {
        String file = HEADER + BOB + ";Bob\n" + CAROL + ";\n";
        imports.run(PATH, file);
        long version = webadmin.groups().find(Address.parse(TEAM)).orElseThrow().version();

        Json again = imports.run(PATH, file);

        assertThat(counts(again)).isEqualTo("rows 2, added 0, updated 0, unchanged 2, removed 0, rejected 0");
        assertThat(webadmin.groups().find(Address.parse(TEAM)).orElseThrow().version())
                .isEqualTo(version);
    }

    @Test
    void importShouldFollowTheProfileWhenItHasTheSameName() {
        webadmin.profiles().save(new Profile(Address.parse(BOB), "Bob", ""));
        imports.run(PATH, HEADER + BOB + ";Bob\n");

        webadmin.profiles().save(new Profile(Address.parse(BOB), "Robert", ""));

        assertThat(members()).contains(BOB + "=Robert");
    }

    @Test
    void importShouldChangeNothingWhenItIsADryRun() {
        Json task = imports.run(PATH + "&dryRun=true&mode=replace", HEADER + BOB + ";Bob\n");

        assertThat(counts(task)).isEqualTo("rows 1, added 1, updated 0, unchanged 0, removed 1, rejected 0");
        assertThat(task.getBoolean("additionalInformation.dryRun")).isTrue();
        assertThat(members()).containsExactly(ALICE + "=");
        assertThat(Json.of(webadmin.call().get(HISTORY)).getBoolean("items[0].dryRun"))
                .isTrue();
    }

    @Test
    void replaceShouldRemoveExactlyWhoIsMissing() {
        imports.run(PATH, rows(2500));

        Json task = imports.run(
                PATH + "&mode=replace", HEADER + BOB + ";Bob\nm7@elsewhere.example;\nm8@elsewhere.example;M 9\n");

        assertThat(counts(task)).isEqualTo("rows 3, added 1, updated 1, unchanged 1, removed 2499, rejected 0");
        assertThat(members()).containsExactly(BOB + "=Bob", "m7@elsewhere.example=M 7", "m8@elsewhere.example=M 9");
    }

    @Test
    void replaceShouldApplyNothingWhenARowIsRejected() {
        Json task = imports.run(PATH + "&mode=replace", HEADER + BOB + ";Bob\nnobody@example.org;\n");

        assertThat(task.getString("status")).isEqualTo("failed");
        assertThat(counts(task)).isEqualTo("rows 2, added 0, updated 0, unchanged 0, removed 0, rejected 1");
        assertThat(task.getString("additionalInformation.reason"))
                .isEqualTo("a row was rejected, and so nothing was applied: nobody should be removed for a mistake "
                        + "in the file");
        assertThat(members()).containsExactly(ALICE + "=");
        assertThat(Json.of(webadmin.call().get(HISTORY)).getString("items[0].status"))
                .isEqualTo("failed");
    }

    @Test
    void replaceShouldBeRefusedWhenThereIsNoRow() {
        imports.post(PATH + "&mode=replace", HEADER)
                .then()
                .statusCode(400)
                .body("message", equalTo("the file has no row: nobody would be left"));
    }

    @Test
    void historyShouldSayWhoImportedWhat() {
        webadmin.askAs(BOB);
        Json task = imports.run(PATH, HEADER + BOB + ";Bob\nx;\n");

        Json history = Json.of(webadmin.call().get(HISTORY));
        assertThat(history.getList("items")).hasSize(1);
        assertThat(history.getString("items[0].taskId")).isEqualTo(task.getString("taskId"));
        assertThat(history.getString("items[0].by")).isEqualTo(BOB);
        assertThat(history.getString("items[0].status")).isEqualTo("completed");
        assertThat(history.getString("items[0].mode")).isEqualTo("add");
        assertThat(history.getInt("items[0].rows")).isEqualTo(2);
        assertThat(history.getInt("items[0].added")).isEqualTo(1);
        assertThat(history.getInt("items[0].rejected")).isEqualTo(1);
        assertThat(history.getString("items[0].finishedAt"))
                .isGreaterThanOrEqualTo(history.getString("items[0].submittedAt"));
    }

    @Test
    void rejectionsShouldComeBackCorrected() {
        Json task = imports.run(PATH, HEADER + "nobody@example.org;\"=Bo; b\"\n;Carol\nbob@;x;y\n");

        String rejections = webadmin.call()
                .get(HISTORY + "/" + task.getString("taskId") + "/rejections.csv")
                .asString();

        assertThat(rejections.lines())
                .containsExactly(
                        "Identifier;Name;Reason",
                        "nobody@example.org;\"'=Bo; b\";line 2: nobody@example.org is neither a user nor a "
                                + "group nor a mapping"
                                + " of this server",
                        "\"\";Carol;line 3: Identifier is empty",
                        "bob@;x;y;line 4: the row has 3 columns instead of 2");
        Json corrected = imports.run(
                PATH,
                rejections
                        .replace("nobody@example.org;", BOB + ";")
                        .replace("\n\"\";Carol", "\n" + CAROL + ";Carol")
                        .replace("bob@;x;y", "bob@elsewhere.example;x"));
        assertThat(counts(corrected)).isEqualTo("rows 3, added 3, updated 0, unchanged 0, removed 0, rejected 0");
        assertThat(members()).contains(BOB + "==Bo; b");
    }

    @Test
    void rejectionsShouldBeAllOfThemWhenTheTaskShowsTheFirst() {
        String file =
                HEADER + IntStream.range(0, 2345).mapToObj(i -> "x" + i + ";\n").collect(Collectors.joining());

        Json task = imports.run(PATH, file);

        assertThat(task.getList("additionalInformation.rejections")).hasSize(100);
        assertThat(task.getInt("additionalInformation.rejections[99].line")).isEqualTo(101);
        assertThat(task.getBoolean("additionalInformation.rejectionsTruncated")).isTrue();
        assertThat(webadmin.call()
                        .get(HISTORY + "/" + task.getString("taskId") + "/rejections.csv")
                        .asString()
                        .lines())
                .hasSize(2346)
                .last()
                .isEqualTo("x2344;;line 2346: no user has the identifier x2344, and no contact");
    }

    @Test
    void rejectionsShouldNotBeFoundWhenTheTaskIsNotOneOfTheGroup() {
        webadmin.createGroup("other@example.org");
        String task = imports.run(PATH, HEADER).getString("taskId");

        for (String path : List.of(
                "/groups/other@example.org/imports/" + task,
                HISTORY + "/00000000-0000-0000-0000-000000000000",
                HISTORY + "/x",
                "/groups/nobody@example.org/imports/" + task)) {
            webadmin.call().get(path + "/rejections.csv").then().statusCode(404);
        }
    }

    @Test
    void postShouldBeRefusedWhenTheFileIsTooLong() {
        byte[] file = rows(1);
        byte[] longer = Arrays.copyOf(file, Webadmin.MAX_IMPORT_BYTES + 1);

        imports.post(PATH, longer)
                .then()
                .statusCode(413)
                .body("message", containsString("longer than the " + Webadmin.MAX_IMPORT_BYTES + " bytes"));
        assertThat(webadmin.stagedFiles()).isEmpty();
    }

    @Test
    void postShouldSayWhatToDoWhenJamesHasReadTheChunksForItsLog() throws IOException {
        String answer =
                webadmin.raw("POST " + PATH + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: text/csv\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n10\r\nIdentifier;Name\n\r\n0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 411 ").contains("send it with a Content-Length");
    }

    @Test
    void postShouldBeRefusedWhenTheBodyIsNoCsv() {
        for (String type : List.of("application/json", "text/plain", "text/csv; charset=iso-8859-1")) {
            webadmin.call()
                    .contentType(type)
                    .body(rows(1))
                    .post(PATH)
                    .then()
                    .statusCode(415)
                    .body("message", containsString("this call takes text/csv"));
        }
    }

    @Test
    void postShouldBeRefusedWhenTheBodyDoesNotSayWhatItIs() throws IOException {
        assertThat(webadmin.raw(
                        "POST " + PATH + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\nx\n"))
                .startsWith("HTTP/1.1 415 ")
                .contains("Content-Type is missing; this call takes text/csv");
    }

    @Test
    void postShouldTakeCsvWithParametersOfItsType() {
        Response response = webadmin.call()
                .contentType("text/csv; header=present; charset=UTF-8")
                .body(rows(1))
                .post(PATH);

        response.then().statusCode(201);
        imports.end(Json.of(response).getString("taskId"));
    }

    @Test
    void postShouldBeRefusedWhenAParameterIsWrong() {
        for (String query : List.of("&mode=merge", "&dryRun=yes", "&foo=1", "&action=import")) {
            imports.post(PATH + query, HEADER).then().statusCode(400);
        }
        imports.post("/groups/nobody@example.org/members?action=import", HEADER)
                .then()
                .statusCode(404);
    }

    @Test
    void importShouldShowItsProgressAndEndBetweenBatchesWhenItIsCancelled() {
        String task = imports.begin(PATH, rows(100_000));
        Json progress = await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> imports.details(task), details -> details.getInt("additionalInformation.added") > 0);
        assertThat(progress.getInt("additionalInformation.rows")).isEqualTo(100_000);

        webadmin.call().delete("/tasks/" + task).then().statusCode(204);

        String status = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> Json.of(webadmin.call().get(HISTORY)).getString("items[0].status"),
                        found -> !found.equals("running"));
        assertThat(status).isEqualTo("cancelled");
        int added = Json.of(webadmin.call().get(HISTORY)).getInt("items[0].added");
        assertThat(added).isPositive().isLessThan(100_000).isEqualTo(members(added));
        assertThat(webadmin.stagedFiles()).isEmpty();
        assertThat(counts(imports.run(PATH, rows(added + 1))))
                .isEqualTo(
                        "rows " + (added + 1) + ", added 1, updated 0, unchanged " + added + ", removed 0, rejected 0");
    }

    /** Returns the number of members besides alice. */
    private static int members(int atLeast) {
        assertThat(atLeast).isPositive();
        return Json.of(webadmin.call().get("/groups/" + TEAM)).getInt("memberCount") - 1;
    }

    @Test
    void importShouldBeCancelledWhenItHasNotBegun() {
        String running = imports.begin(PATH, rows(20_000));
        String waiting = imports.begin(PATH, rows(10));

        webadmin.call().delete("/tasks/" + waiting).then().statusCode(204);
        imports.end(running);
        imports.end(waiting);

        await().until(() -> Json.of(webadmin.call().get(HISTORY)).getString("items[0].status"), "cancelled"::equals);
        assertThat(webadmin.stagedFiles()).isEmpty();
    }

    @Test
    void importShouldBeInterruptedInTheHistoryWhenTheServerWentDown() {
        String unfinished = webadmin.leaveImportBehind(Address.parse(TEAM));
        assertThat(Json.of(webadmin.call().get(HISTORY)).getString("items[0].status"))
                .isEqualTo("running");

        webadmin.restartImports();

        Json history = Json.of(webadmin.call().get(HISTORY));
        assertThat(history.getString("items[0].status")).isEqualTo("interrupted");
        assertThat(history.getString("items[0].taskId")).isEqualTo(unfinished);
        assertThat(webadmin.stagedFiles()).isEmpty();
        assertThat(imports.run(PATH, HEADER + BOB + ";\n").getString("status")).isEqualTo("completed");
    }
}
