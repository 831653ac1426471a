// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.webadmin;

import org.apache.james.util.MDCStructuredLogger;
import org.apache.james.webadmin.mdc.LoggingRequestFilter;
import org.apache.james.webadmin.mdc.RequestId;
import org.apache.james.webadmin.mdc.RequestLogger;
import spark.Request;

/**
 * Writes each call of webadmin into the log, without its body.
 *
 * <p>James' own logger reads each body as a whole and writes it into the log, passwords included. An upload streams
 * only if nobody has read its body before.
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
