// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import java.io.InputStream;
import java.util.Set;
import org.apache.james.webadmin.utils.ErrorResponder;
import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import org.mailgroups.json.Json;
import org.mailgroups.value.MailGroupsException;
import org.mailgroups.webadmin.Answer.FileContent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.Request;
import spark.Response;
import spark.Route;
import spark.Service;

/**
 * Registers endpoints under one base path, and puts around each of them what all share: refusal of query parameters it does not know and of conditions it cannot keep, rendering, and the
 * translation of errors, which are logged here and nowhere else.
 *
 * <p>Every path is relative to the base path, because outside it James does not authenticate. The first registered match wins. No endpoint is registered for
 * an Accept type: James' authentication filter is skipped where {@code Accept} matches nothing, and so must the route be.
 */
public final class Endpoints {
    private static final Logger LOGGER = LoggerFactory.getLogger(Endpoints.class);

    private final String basePath;
    private final Service service;
    private final boolean versioned;

    private Endpoints(String basePath, Service service, boolean versioned) {
        this.basePath = basePath;
        this.service = service;
        this.versioned = versioned;
    }

    /** Endpoints of a service, all of them below {@code basePath}. */
    public static Endpoints under(String basePath, Service service) {
        UnreadableParameters.refuseOn(service);
        return new Endpoints(basePath, service, false);
    }

    /** The same for endpoints that heed {@code If-Match}; with any other, a call that changes something is refused if it has one. */
    public Endpoints versioned() {
        return new Endpoints(basePath, service, true);
    }

    /** Answers GET, and HEAD likewise without the body. */
    public void get(String path, Endpoint endpoint, String... queryParameters) {
        Route route = route(endpoint, queryParameters);
        service.get(basePath + path, route);
        service.head(basePath + path, route);
    }

    public void put(String path, Endpoint endpoint, String... queryParameters) {
        service.put(basePath + path, change(endpoint, queryParameters));
    }

    public void post(String path, Endpoint endpoint, String... queryParameters) {
        service.post(basePath + path, change(endpoint, queryParameters));
    }

    /** Answers POST with the action that the query asks for. */
    public void post(String path, Actions actions) {
        post(path, actions, actions.queryParameters());
    }

    public void patch(String path, Endpoint endpoint, String... queryParameters) {
        service.patch(basePath + path, change(endpoint, queryParameters));
    }

    public void delete(String path, Endpoint endpoint, String... queryParameters) {
        service.delete(basePath + path, change(endpoint, queryParameters));
    }

    private Route change(Endpoint endpoint, String... queryParameters) {
        return route(versioned ? endpoint : unconditional(endpoint), queryParameters);
    }

    private static Endpoint unconditional(Endpoint endpoint) {
        return call -> {
            call.requireUnconditional();
            return endpoint.answer(call);
        };
    }

    private static Route route(Endpoint endpoint, String... queryParameters) {
        Set<String> known = Set.of(queryParameters);
        return (request, response) -> {
            try {
                requireRealMethod(request);
                return render(response, endpoint.answer(Call.of(request, known)));
            } catch (MailGroupsException e) {
                return refusal(response, e);
            } catch (RefusedCallException e) {
                return refusal(response, e.status(), e.type(), e.getMessage());
            } catch (RuntimeException e) {
                LOGGER.error("{} {} failed", request.requestMethod(), request.matchedPath(), e);
                return refusal(response, 500, ErrorType.SERVER_ERROR, "the call failed; the server's log says why");
            }
        };
    }

    /**
     * Spark lets this header choose the route, while James' authentication looks at the method itself and lets OPTIONS pass: together they would call
     * any route without a token.
     */
    private static void requireRealMethod(Request request) {
        if (request.headers("X-HTTP-Method-Override") != null) {
            throw RefusedCallException.badRequest("X-HTTP-Method-Override is not supported");
        }
    }

    private static Object render(Response response, Answer answer) {
        Object content = answer.content().orElse(null);
        // Its first pieces are made here: what is wrong with them is refused before anything is said.
        InputStream file = content instanceof FileContent pieces ? PieceStream.begin(pieces.pieces()) : null;
        response.status(answer.status());
        answer.headers().forEach(response::header);
        if (file != null) {
            response.type(((FileContent) content).contentType());
            return file;
        }
        if (content == null) {
            return "";
        }
        if (content instanceof Answer.Octets octets) {
            response.type(octets.contentType());
            return octets.stream();
        }
        response.type("application/json");
        return Json.write(content);
    }

    private static String refusal(Response response, MailGroupsException exception) {
        ErrorTable.Status status = ErrorTable.statusOf(exception);
        if (status.type() == ErrorType.SERVER_ERROR) {
            LOGGER.error("A call could not be answered", exception);
        }
        return refusal(response, status.code(), status.type(), ErrorTable.messageOf(exception));
    }

    static String refusal(Response response, int status, ErrorType type, String message) {
        response.status(status);
        response.type("application/json");
        return ErrorResponder.builder()
                .statusCode(status)
                .type(type)
                .message(message)
                .asString();
    }
}
