// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mailgroups.e2e.harness.MemberImports.HEADER;
import static org.mailgroups.e2e.harness.MemberImports.counts;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.MemberImports;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.ServerProcess;

/** An import whose server ends in the middle, and files that are longer than the server's limit. */
class ImportCrashIT {
    private static final int ROWS = 40_000;
    private static final int MAX_BYTES = 3_000_000;

    private static ServerProcess server;
    private Organisation org;
    private String alice;
    private MemberImports imports;

    @BeforeAll
    static void start() {
        Distribution distribution = Distribution.built();
        // No mail leaves this server: port 9 is that of the discard service.
        server = distribution
                .server(
                        "import-crash",
                        9,
                        distribution.withConfiguration(
                                "import-crash",
                                "groups.properties",
                                settings ->
                                        settings.replaceAll("import\\.maxBytes=\\d+", "import.maxBytes=" + MAX_BYTES)))
                .start();
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @BeforeEach
    void found() {
        org = Organisation.on(server);
        alice = org.user("alice");
        imports = new MemberImports(org.webadmin(), org.group("team", alice));
    }

    @Test
    void importShouldBeInterruptedAndRepeatableAfterAKill() throws IOException {
        importShouldBeInterruptedAndRepeatableAfter(server::kill);
    }

    @Test
    void importShouldBeInterruptedAndRepeatableAfterAnOrderlyStop() throws IOException {
        importShouldBeInterruptedAndRepeatableAfter(
                () -> assertThat(server.stop()).isLessThan(Duration.ofSeconds(15)));
    }

    private void importShouldBeInterruptedAndRepeatableAfter(Runnable end) throws IOException {
        JsonNode earlier = imports.run("", HEADER + "first@far.test;First\nnobody;\n");
        byte[] file = MemberImports.strangers("m", 0, ROWS);
        imports.awaitProgress(imports.submit("&mode=replace", file));

        end.run();
        server.start();

        assertThat(stagedFiles()).isEmpty();
        List<JsonNode> history = imports.history();
        assertThat(history).hasSize(2);
        // A server that is stopped in order cancels its tasks, if there is time for it.
        assertThat(history.get(0).path("status").asText()).isIn("interrupted", "cancelled");
        assertThat(history.get(1).path("status").asText()).isEqualTo("completed");
        assertThat(counts(history.get(1))).isEqualTo("rows 2, added 1, rejected 1");
        assertThat(imports.rejections(earlier).lines()).hasSize(2);
        int applied = history.get(0).path("added").asInt();
        // Batches are whole. The history may not have heard of the last one.
        assertThat(applied % 5_000).isZero();
        assertThat(imports.memberCount() - 2).isIn(applied, applied + 5_000).isBetween(1, ROWS - 1);

        JsonNode again = imports.run("&mode=replace", file);

        assertThat(again.path("status").asText()).isEqualTo("completed");
        assertThat(again.at("/additionalInformation/unchanged").asInt()).isPositive();
        assertThat(again.at("/additionalInformation/removed").asInt()).isEqualTo(2);
        assertThat(imports.memberCount()).isEqualTo(ROWS);
        assertThat(imports.export().lines())
                .containsExactlyInAnyOrderElementsOf(
                        new String(file, UTF_8).lines().toList());
    }

    @Test
    void nothingShouldChangeWhenTheFileIsTooLong() throws IOException {
        byte[] tooLong = MemberImports.strangers("m", 0, MAX_BYTES / 15);
        assertThat(tooLong.length).isGreaterThan(MAX_BYTES);

        String message =
                imports.submit("", tooLong).expect(413).json().path("message").asText();
        org.webadmin().uploadInChunks(imports.path(""), "text/csv", tooLong).expect(413);

        assertThat(message).contains(Integer.toString(MAX_BYTES));
        assertThat(imports.history()).isEmpty();
        assertThat(imports.memberCount()).isEqualTo(1);
        assertThat(stagedFiles()).isEmpty();
    }

    @Test
    void strangeFilesShouldNotKeepTheServerFromStarting() throws IOException {
        Path directory = server.data().resolve("imports");
        List<Path> strange = List.of(
                directory.resolve("x.csv"), directory.resolve("backup-monday.json"), directory.resolve("x.plan"));
        for (Path file : strange) {
            Files.writeString(file, "mine");
        }

        server.stop();
        server.start();

        assertThat(stagedFiles()).containsExactlyInAnyOrderElementsOf(strange);
        for (Path file : strange) {
            Files.delete(file);
        }
        assertThat(imports.run("", HEADER + "first@far.test;First\n")
                        .path("status")
                        .asText())
                .isEqualTo("completed");
    }

    private static List<Path> stagedFiles() throws IOException {
        try (Stream<Path> files = Files.list(server.data().resolve("imports"))) {
            return files.toList();
        }
    }
}
