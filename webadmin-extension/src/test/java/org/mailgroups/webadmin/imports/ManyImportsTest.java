// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mailgroups.value.Address;
import org.mailgroups.webadmin.Imports;
import org.mailgroups.webadmin.Webadmin;

/** Many imports at the same moment, and imports that cannot begin. */
class ManyImportsTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static final int AT_ONCE = 100;
    private static final String IMPORT = "/groups/team@example.org/members?action=import";
    private static final String HISTORY = "/groups/team@example.org/imports?limit=1000";

    private final Imports imports = new Imports(webadmin);

    @AfterEach
    void mend() {
        webadmin.breakTasks(null);
    }

    private static List<String> statuses() {
        return webadmin.call().get(HISTORY).jsonPath().getList("items.status");
    }

    @Test
    void everyImportShouldBeTakenAndEndWhenManyComeAtOnce() throws Exception {
        webadmin.createGroup(Webadmin.TEAM);
        ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<String>> calls = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            byte[] file = ("Identifier;Name\nm" + i + "@far.test;\n").getBytes(UTF_8);
            calls.add(callers.submit(() -> {
                start.await();
                return imports.begin(IMPORT, file);
            }));
        }

        start.countDown();
        List<String> tasks = new ArrayList<>();
        for (Future<String> call : calls) {
            tasks.add(call.get());
        }
        callers.shutdown();

        assertThat(tasks).doesNotHaveDuplicates().hasSize(AT_ONCE);
        tasks.forEach(task ->
                assertThat(imports.end(task).getString("status")).as(task).isEqualTo("completed"));
        assertThat(statuses()).hasSize(AT_ONCE).containsOnly("completed");
        assertThat(webadmin.call().get("/groups/team@example.org").jsonPath().getInt("memberCount"))
                .isEqualTo(AT_ONCE);
        assertThat(webadmin.call().get("/tasks?status=waiting").jsonPath().getList("$"))
                .isEmpty();
        assertThat(webadmin.stagedFiles()).isEmpty();
    }

    @Test
    void nothingShouldStayWhenNoTaskCanBeHad() {
        webadmin.createGroup(Webadmin.TEAM);
        webadmin.breakTasks(new IllegalStateException("the queue is away"));

        imports.post(IMPORT, "Identifier;Name\nx@far.test;\n").then().statusCode(500);
        webadmin.call("{\"version\":1,\"groups\":[],\"profiles\":[]}")
                .post("/groups?action=restore")
                .then()
                .statusCode(500);
        webadmin.call()
                .post("/groups?action=importFromRrt&administrators=alice@example.org")
                .then()
                .statusCode(500);
        imports.post("/profiles?action=import", "User;Identifier;Name\n").then().statusCode(500);

        assertThat(statuses()).isEmpty();
        assertThat(webadmin.call().get("/profiles/imports").jsonPath().getList("items.status"))
                .doesNotContain("waiting");
        assertThat(webadmin.stagedFiles()).isEmpty();
        assertThat(webadmin.stagedBackups()).isEmpty();
    }

    @Test
    void historyShouldTellWhyAnImportFailed() {
        webadmin.createGroup(Webadmin.TEAM);

        imports.run(IMPORT + "&mode=replace", "Identifier;Name\nx@far.test;\nno address;\n");
        imports.run(IMPORT, "Identifier;Name\nx@far.test;\n");

        assertThat(webadmin.call().get(HISTORY).jsonPath().<String>getList("items.reason"))
                .containsExactly(
                        null,
                        "a row was rejected, and so nothing was applied:"
                                + " nobody should be removed for a mistake in the file");
    }

    @Test
    void strangersInTheDirectoryShouldBeLeftAlone() throws Exception {
        webadmin.createGroup(Webadmin.TEAM);
        webadmin.leaveImportBehind(Address.parse(Webadmin.TEAM));
        List<String> strangers = List.of("x.csv", "backup-monday.json", "notes.txt", "a.plan", ".hidden");
        Path directory = webadmin.importDirectory();
        for (String name : strangers) {
            Files.writeString(directory.resolve(name), "mine");
        }
        Path folder = Files.createDirectories(directory.resolve("00000000-0000-0000-0000-000000000000.csv/full"));

        webadmin.restartImports();

        assertThat(statuses()).containsExactly("interrupted");
        assertThat(webadmin.stagedFiles()).containsAll(strangers).hasSize(strangers.size() + 1);
        for (String name : strangers) {
            Files.delete(directory.resolve(name));
        }
        Files.delete(folder);
        Files.delete(folder.getParent());
    }
}
