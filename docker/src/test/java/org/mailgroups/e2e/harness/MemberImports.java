// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.mailgroups.e2e.harness.Webadmin.Answer;

/** CSV imports into one group, as a postmaster makes them. Immutable and thread-safe. */
public final class MemberImports {
    /** The first line of every file. */
    public static final String HEADER = "Identifier;Name\n";

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Webadmin webadmin;
    private final String group;

    public MemberImports(Webadmin webadmin, String group) {
        this.webadmin = webadmin;
        this.group = group;
    }

    /** Returns a file with external users without names: {@code prefix0@far.test} and so on. */
    public static byte[] strangers(String prefix, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> prefix + i + "@far.test;\n")
                .collect(Collectors.joining("", HEADER, ""))
                .getBytes(UTF_8);
    }

    /** Uploads a file; {@code query} is empty or begins with {@code &}. */
    public Answer submit(String query, byte[] file) {
        return webadmin.upload(path(query), "text/csv", file);
    }

    /** Returns the path to which files are uploaded. */
    public String path(String query) {
        return Webadmin.group(group) + "/members?action=import" + query;
    }

    /** Imports a file to the end, and returns its task. */
    public JsonNode run(String query, String file) {
        return run(query, file.getBytes(UTF_8));
    }

    /** Imports a file to the end, and returns its task. */
    public JsonNode run(String query, byte[] file) {
        return webadmin.awaitTask(submit(query, file));
    }

    /** Waits until a running import has applied some of its rows, and returns its task as it is then. */
    public JsonNode awaitProgress(Answer submitted) {
        return Awaitility.await("progress")
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> webadmin.get(Webadmin.taskOf(submitted))
                                .expect(200)
                                .json(),
                        task -> task.path("additionalInformation").path("added").asInt() > 0);
    }

    /** Returns past and present imports, the newest first. */
    public List<JsonNode> history() {
        List<JsonNode> imports = new ArrayList<>();
        webadmin.get(Webadmin.group(group) + "/imports")
                .expect(200)
                .json()
                .path("items")
                .forEach(imports::add);
        return imports;
    }

    /** Returns the rows that an import rejected, as CSV. */
    public String rejections(JsonNode task) {
        return webadmin.get(Webadmin.group(group) + "/imports/"
                        + task.path("taskId").asText() + "/rejections.csv")
                .expect(200)
                .body();
    }

    /** Returns the group's users as an export has them. */
    public String export() {
        return webadmin.get(Webadmin.group(group) + "/export.csv").expect(200).body();
    }

    /** Returns the number of direct members. */
    public int memberCount() {
        return webadmin.get(Webadmin.group(group))
                .expect(200)
                .json()
                .path("memberCount")
                .asInt();
    }

    /**
     * Returns the counts that are not zero, of a task or of an import in the history: for example
     * {@code rows 3, added 2, rejected 1}.
     */
    public static String counts(JsonNode of) {
        JsonNode counts = of.has("additionalInformation") ? of.path("additionalInformation") : of;
        return Stream.of("rows", "added", "updated", "unchanged", "removed", "rejected")
                .filter(name -> counts.path(name).asLong() != 0)
                .map(name -> name + ' ' + counts.path(name).asLong())
                .collect(Collectors.joining(", "));
    }
}
