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

import org.apache.james.util.MDCStructuredLogger;
import org.apache.james.webadmin.mdc.LoggingRequestFilter;
import org.apache.james.webadmin.mdc.RequestId;
import org.apache.james.webadmin.mdc.RequestLogger;
import spark.Request;

/**
 * Notes who called what on webadmin, and never a body: James' own logger reads each body as a whole and writes it, passwords included, into the
 * log. Leaving the body alone is also what lets an upload stream.
 */
final class BodylessRequestLogger implements RequestLogger {

    @Override
    public boolean applies(Request request) {
        return true;
    }

    @Override
    public void log(Request request, RequestId requestId) {
        MDCStructuredLogger.forLogger(LoggingRequestFilter.LOGGER)
                .field(LoggingRequestFilter.REQUEST_ID, requestId.asString())
                .field(LoggingRequestFilter.IP, request.ip())
                .field(LoggingRequestFilter.METHOD, request.requestMethod())
                .field(LoggingRequestFilter.ENDPOINT, request.pathInfo())
                .log(logger -> logger.info("webadmin request"));
    }
}
