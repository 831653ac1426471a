// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import java.util.concurrent.Semaphore;
import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import org.eclipse.jetty.http.HttpStatus;
import spark.Request;
import spark.Service;

/**
 * Bounds how many calls wait for a task at once. James' {@code /tasks/{id}/await} holds a thread of webadmin for as
 * long as the task takes. Without a bound some scripts could take all threads, and the health check would not answer.
 */
public final class AwaitLimit {
    /** How many calls may wait: a quarter of the threads that webadmin has by default. */
    static final int MAX = 8;

    private static final String AWAIT = "/tasks/:id/await";
    private static final String WAITS = AwaitLimit.class.getName();
    private static final String SECONDS = "5";

    private AwaitLimit() {}

    /** Refuses on this service, with 429, what is above the bound. To be called once. */
    public static void on(Service service) {
        Semaphore places = new Semaphore(MAX);
        service.before(AWAIT, (request, response) -> {
            if (places.tryAcquire()) {
                request.attribute(WAITS, true);
                return;
            }
            response.header("Retry-After", SECONDS);
            String refusal = Endpoints.refusal(
                    response,
                    HttpStatus.TOO_MANY_REQUESTS_429,
                    ErrorType.WRONG_STATE,
                    MAX + " calls wait for tasks already, and no more can: ask GET /tasks/{id} instead, or come back");
            service.halt(HttpStatus.TOO_MANY_REQUESTS_429, refusal);
        });
        service.afterAfter(AWAIT, (request, response) -> leave(request, places));
    }

    private static void leave(Request request, Semaphore places) {
        if (request.attribute(WAITS) != null) {
            request.attribute(WAITS, null);
            places.release();
        }
    }
}
