// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import static org.awaitility.Awaitility.await;

import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/** Makes imports over HTTP, as a postmaster does: uploads the file, waits for the end, and looks. */
public final class Imports {
    private static final Set<String> FINAL = Set.of("completed", "failed", "canceled");

    private final Webadmin webadmin;

    public Imports(Webadmin webadmin) {
        this.webadmin = webadmin;
    }

    /** Uploads a file. */
    public Response post(String path, byte[] file) {
        return webadmin.call().contentType("text/csv").body(file).post(path);
    }

    public Response post(String path, String file) {
        return post(path, file.getBytes(StandardCharsets.UTF_8));
    }

    /** Uploads a file that is taken. Returns the id of its task. */
    public String begin(String path, byte[] file) {
        Response response = post(path, file);
        response.then().statusCode(201);
        return Json.of(response).getString("taskId");
    }

    /** Uploads a file that is taken, and waits for the end of its task. Returns the task's details. */
    public Json run(String path, byte[] file) {
        return end(begin(path, file));
    }

    public Json run(String path, String file) {
        return run(path, file.getBytes(StandardCharsets.UTF_8));
    }

    /** Waits for the end of a task. Returns its details. */
    public Json end(String task) {
        return await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .pollDelay(Duration.ZERO)
                .until(() -> details(task), details -> FINAL.contains(details.getString("status")));
    }

    /** Returns the details of a task as it is now. */
    public Json details(String task) {
        return Json.of(webadmin.call().get("/tasks/" + task));
    }
}
