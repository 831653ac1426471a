// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.james.task.Task;
import org.apache.james.task.TaskType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AwaitLimitTest {
    @RegisterExtension
    static final Webadmin webadmin = new Webadmin();

    private static final int CALLERS = 60;

    /** A task that lasts until it is told to end. */
    private static final class Lasting implements Task {
        private final CountDownLatch end = new CountDownLatch(1);

        @Override
        public Result run() throws InterruptedException {
            end.await();
            return Result.COMPLETED;
        }

        @Override
        public TaskType type() {
            return TaskType.of("lasting");
        }
    }

    private static long count(List<Future<Response>> calls) {
        return calls.stream().filter(Future::isDone).count();
    }

    @Test
    void webadminShouldAnswerWhileManyWaitForATask() throws Exception {
        Lasting lasting = new Lasting();
        String task =
                webadmin.service(TaskSubmission.class).submit(lasting, () -> {}).asString();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        List<Future<Response>> calls = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            calls.add(callers.submit(() -> webadmin.call().get("/tasks/" + task + "/await")));
        }
        await().until(() -> count(calls) == CALLERS - AwaitLimit.MAX);

        webadmin.call().get("/groups").then().statusCode(200);
        webadmin.call().get("/tasks/" + task).then().statusCode(200);

        lasting.end.countDown();
        List<Integer> statuses = new ArrayList<>();
        for (Future<Response> call : calls) {
            Response response = call.get();
            statuses.add(response.statusCode());
            if (response.statusCode() == 429) {
                assertThat(response.header("Retry-After")).isEqualTo("5");
                assertThat(response.contentType()).startsWith("application/json");
                assertThat(response.<String>path("message")).contains("GET /tasks/{id}");
                assertThat(response.<Integer>path("statusCode")).isEqualTo(429);
            }
        }
        callers.shutdown();
        assertThat(statuses).containsOnly(200, 429);
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(AwaitLimit.MAX);
    }

    @Test
    void placesShouldBeFreeAgainAfterCallsOfEveryKind() {
        for (int i = 0; i < 3 * AwaitLimit.MAX; i++) {
            webadmin.call().get("/tasks/no-id/await").then().statusCode(400);
            webadmin.call()
                    .get("/tasks/00000000-0000-0000-0000-000000000000/await")
                    .then()
                    .statusCode(404);
            webadmin.call().get("/tasks/x/await?timeout=never").then().statusCode(400);
            webadmin.call().delete("/tasks/x/await").then().statusCode(404);
        }
    }
}
