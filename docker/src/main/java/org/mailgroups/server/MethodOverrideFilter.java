/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.server;

import static spark.Spark.halt;

import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.eclipse.jetty.http.HttpStatus;
import spark.Request;
import spark.Response;

/**
 * Refuses calls that give another method in a header than they have. Spark would route them by the header, while James' token check looks at the real method and lets OPTIONS
 * through: {@code OPTIONS /users/bob} with {@code X-HTTP-Method-Override: DELETE} would delete bob without a token.
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
            halt(HttpStatus.BAD_REQUEST_400, OVERRIDE + " is not supported.");
        }
        next.handle(request, response);
    }
}
