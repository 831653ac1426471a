// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.webadmin;

import static spark.Spark.halt;

import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.eclipse.jetty.http.HttpStatus;
import spark.Request;
import spark.Response;

/**
 * Refuses calls that name another method in a header.
 *
 * <p>Spark routes by the header. James' token check looks at the real method and lets OPTIONS through. So
 * {@code OPTIONS /users/bob} with {@code X-HTTP-Method-Override: DELETE} would delete bob without a token.
 */
final class MethodOverrideFilter implements AuthenticationFilter {
    private static final String OVERRIDE = "X-HTTP-Method-Override";

    private final AuthenticationFilter next;

    MethodOverrideFilter(AuthenticationFilter next) {
        this.next = next;
    }

    @Override
    public void handle(Request request, Response response) throws Exception {
        if (request.headers(OVERRIDE) != null) {
            halt(HttpStatus.BAD_REQUEST_400, OVERRIDE + " is not supported: send the call with its own method.");
        }
        next.handle(request, response);
    }
}
