// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.http.HttpStatus;
import spark.Response;
import spark.Service;

/**
 * Refuses parameters that are not percent-encoded, such as {@code ?q=%}. James reads the parameters of every call for
 * its log, either before or after the route. It has no answer for parameters that Jetty cannot decode. Without this
 * class the answer would be a 500, with a stack trace in the log.
 *
 * <p>No route can read the query before James does. So this is an exception mapping, which holds for all of webadmin.
 */
final class UnreadableParameters {
    private UnreadableParameters() {}

    /** Makes them a 400 on this service. A second call for the same service changes nothing. */
    static void refuseOn(Service service) {
        service.exception(BadMessageException.class, (exception, request, response) -> refuse(response));
    }

    /** Keeps the answer of a route that has answered already. Such an answer says more than this one would. */
    private static void refuse(Response response) {
        boolean isAnswered = response.status() != HttpStatus.OK_200 || response.body() != null;
        if (!isAnswered) {
            response.body(Endpoints.refusal(
                    response,
                    HttpStatus.BAD_REQUEST_400,
                    ErrorType.INVALID_ARGUMENT,
                    "the query, or the form in the body, is not percent-encoded UTF-8"));
        }
    }
}
