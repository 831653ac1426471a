// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import java.io.InputStream;
import java.util.Set;
import org.apache.james.webadmin.utils.ErrorResponder;
import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import org.mailgroups.audit.LogText;
import org.mailgroups.call.Answer;
import org.mailgroups.call.Answer.FileContent;
import org.mailgroups.call.ErrorKind;
import org.mailgroups.call.ErrorTable;
import org.mailgroups.call.PieceStream;
import org.mailgroups.call.RefusedCallException;
import org.mailgroups.json.Json;
import org.mailgroups.value.MailGroupsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.Request;
import spark.Response;
import spark.Route;
import spark.Service;

/**
 * Registers endpoints under one base path. All endpoints share the work that is done here. A query parameter that the
 * endpoint does not know is refused, and so is a condition that it cannot keep, or a body where none is taken. The
 * answer is rendered. An error
 * becomes a status and a message; errors are logged here and nowhere else.
 *
 * <p>Every path is relative to the base path, because James does not authenticate calls outside it. If several paths
 * match, the one that was registered first is called. No endpoint is registered for an {@code Accept} type of its own.
 * If {@code Accept} matches nothing, Spark skips James' authentication; this way it skips the endpoint too.
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

    /** Returns endpoints of a service, all of them below {@code basePath}. */
    public static Endpoints under(String basePath, Service service) {
        UnreadableParameters.refuseOn(service);
        return new Endpoints(basePath, service, false);
    }

    /**
     * Returns the same for endpoints that heed {@code If-Match}. Without it, each call that changes something is
     * refused if it has that header.
     */
    public Endpoints versioned() {
        return new Endpoints(basePath, service, true);
    }

    /**
     * Returns an endpoint that refuses a body. It is for calls that take none; {@link #get} and {@link #delete} put it
     * around theirs.
     */
    public static Endpoint withoutBody(Endpoint endpoint) {
        return call -> {
            call.requireNoBody();
            return endpoint.answer(call);
        };
    }

    /** Answers GET, and also HEAD, which gets no body. */
    public void get(String path, Endpoint endpoint, String... queryParameters) {
        Route route = route(withoutBody(endpoint), queryParameters);
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
        service.delete(basePath + path, change(withoutBody(endpoint), queryParameters));
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
                return refusal(response, e.status(), type(e.kind()), e.getMessage());
            } catch (RuntimeException e) {
                // This is the edge: whatever it is, the caller gets an answer.
                LOGGER.error(
                        "{} {} failed",
                        LogText.neutral(request.requestMethod()),
                        request.matchedPath(),
                        LogText.neutral(e));
                return refusal(response, 500, ErrorType.SERVER_ERROR, "the call failed; the server's log says why");
            }
        };
    }

    /**
     * Refuses {@code X-HTTP-Method-Override}. Spark lets this header choose the route. James' authentication looks at
     * the real method and lets OPTIONS pass. Together they would let a call without a token reach any route.
     */
    private static void requireRealMethod(Request request) {
        if (request.headers("X-HTTP-Method-Override") != null) {
            throw RefusedCallException.badRequest("X-HTTP-Method-Override is not supported");
        }
    }

    private static Object render(Response response, Answer answer) {
        Object content = answer.content().orElse(null);
        // The first pieces are made here, so that an error in them can still change the status.
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
        if (status.kind() == ErrorKind.SERVER_ERROR) {
            LOGGER.error("A call could not be answered", LogText.neutral(exception));
        }
        return refusal(response, status.code(), type(status.kind()), ErrorTable.messageOf(exception));
    }

    private static ErrorType type(ErrorKind kind) {
        return switch (kind) {
            case INVALID_ARGUMENT -> ErrorType.INVALID_ARGUMENT;
            case NOT_FOUND -> ErrorType.NOT_FOUND;
            case WRONG_STATE -> ErrorType.WRONG_STATE;
            case SERVER_ERROR -> ErrorType.SERVER_ERROR;
        };
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
