// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailgroups.e2e.harness.MemberImports;
import org.mailgroups.e2e.harness.Organisation;
import org.mailgroups.e2e.harness.SharedServer;
import org.mailgroups.e2e.harness.Webadmin;
import org.mailgroups.e2e.harness.Webadmin.Answer;

/** Many callers at once, and what becomes of their tasks. */
class TaskIT {
    private static final int ROWS = 150_000;

    private Organisation org;
    private Webadmin webadmin;
    private String team;
    private MemberImports imports;

    @BeforeEach
    void found() {
        org = Organisation.on(SharedServer.besideWorld());
        webadmin = org.webadmin();
        team = org.group("team", org.user("alice"));
        imports = new MemberImports(webadmin, team);
    }

    /** Makes calls at the same moment, and returns what came of them. */
    private static List<Future<Answer>> atOnce(
            ExecutorService callers, int count, IntFunction<Callable<Answer>> calls) {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Answer>> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Callable<Answer> call = calls.apply(i);
            made.add(callers.submit(() -> {
                start.await();
                return call.call();
            }));
        }
        start.countDown();
        return made;
    }

    @Test
    void everyImportShouldEndWhenAHundredComeAtOnce() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(100);
        List<Future<Answer>> calls =
                atOnce(callers, 100, i -> () -> imports.submit("", MemberImports.strangers("m" + i + "x", 0, 3)));
        for (Future<Answer> call : calls) {
            call.get().expect(201);
        }
        callers.shutdown();

        Awaitility.await().until(() -> statuses().stream().allMatch("completed"::equals));
        assertThat(statuses()).hasSize(100);
        assertThat(imports.memberCount()).isEqualTo(1 + 300);
        assertThat(webadmin.get("/tasks?status=waiting").expect(200).json()).isEmpty();
    }

    private List<String> statuses() {
        return imports.history().stream()
                .map(item -> item.path("status").asText())
                .toList();
    }

    @Test
    void healthCheckAndGroupsShouldAnswerWhileManyWaitForATask() throws Exception {
        Answer submitted = imports.submit("", MemberImports.strangers("m", 0, ROWS));
        String task = Webadmin.taskOf(submitted);
        ExecutorService callers = Executors.newFixedThreadPool(60);
        List<Future<Answer>> waiting = atOnce(callers, 60, i -> () -> webadmin.get(task + "/await"));
        Awaitility.await().until(() -> waiting.stream().filter(Future::isDone).count() >= 52);

        Answer health = webadmin.get("/healthcheck");
        webadmin.get("/groups").expect(200);
        JsonNode details = webadmin.get(task).expect(200).json();

        assertThat(health.status()).isIn(200, 503);
        assertThat(details.path("status").asText()).isEqualTo("inProgress");
        webadmin.delete(task);
        List<Integer> statuses = new ArrayList<>();
        for (Future<Answer> call : waiting) {
            statuses.add(call.get().status());
        }
        callers.shutdown();
        assertThat(statuses).containsOnly(200, 429);
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(8);
        webadmin.get(task + "/await").expect(200);
    }

    @Test
    void cancelledRestoreShouldLeaveNoPartOfAGroup() {
        imports.run("", MemberImports.strangers("m", 0, 30_000));
        String backup = webadmin.get("/groups/backup.json").expect(200).body();
        webadmin.awaitTask(webadmin.delete(Webadmin.group(team)));

        Answer restore = webadmin.post("/groups?action=restore", backup);
        String task = Webadmin.taskOf(restore);
        Awaitility.await("the first members are restored")
                .atMost(Duration.ofMinutes(3))
                .until(
                        () -> webadmin.get(task).json(),
                        shown -> shown.at("/additionalInformation/membersRestored")
                                        .asInt()
                                > 0);
        webadmin.delete(task);
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> !webadmin.get(task).json().path("status").asText().equals("inProgress"));

        Answer group = webadmin.get(Webadmin.group(team));
        if (group.status() == 200) {
            assertThat(group.json().path("memberCount").asInt()).isEqualTo(30_001);
        } else {
            group.expect(404);
        }
        // The store has survived the cancel.
        assertThat(webadmin.awaitTask(webadmin.post("/groups?action=restore&mode=replace", backup))
                        .path("status")
                        .asText())
                .isEqualTo("completed");
        assertThat(imports.memberCount()).isEqualTo(30_001);
    }
}
