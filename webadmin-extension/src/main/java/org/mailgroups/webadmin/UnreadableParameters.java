// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.http.HttpStatus;
import spark.Response;
import spark.Service;

/**
 * What webadmin says to parameters that are not percent-encoded, such as {@code ?q=%}. James reads the parameters of every call for its log, in front of all routes or behind them, and has no answer for
 * those that Jetty cannot decode: without this it is a 500, and an error with a stack trace in the log.
 *
 * <p>No route can look at the query before James does, so this is an exception mapping, which holds for all of webadmin.
 */
final class UnreadableParameters {
    private UnreadableParameters() {}

    /** Lets them be a 400 on this service. Doing it again changes nothing. */
    static void refuseOn(Service service) {
        service.exception(BadMessageException.class, (exception, request, response) -> refuse(response));
    }

    /** Where a route has answered already, the answer stays: it names the parameter, or says what has happened. */
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
