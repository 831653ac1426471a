// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.http;

import com.google.common.base.Strings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.mailgroups.audit.LogText;
import org.mailgroups.call.Answer;
import org.mailgroups.call.ErrorKind;
import org.mailgroups.call.ErrorTable;
import org.mailgroups.call.MediaTypes;
import org.mailgroups.call.QueryParameters;
import org.mailgroups.call.RefusedCallException;
import org.mailgroups.members.login.Turns;
import org.mailgroups.members.route.Caller;
import org.mailgroups.members.route.MembersCall;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.RouteTable;
import org.mailgroups.members.route.Visit;
import org.mailgroups.right.Principal;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.MailGroupsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a call: lets {@link DavCalls} do so; or sends the file of the page that it asks for; or finds its route,
 * finds out who calls, refuses what a page of another site asks for, reads the body, and lets the route do its work. An
 * error becomes a status and a message; errors are logged here and nowhere else.
 *
 * <p>No thread waits for octets. A wrong log-in, by HTTP Basic or by a form, is answered at a fixed time after the call
 * has come, so that nobody can tell by the time whether there is such a user.
 */
final class CallHandler extends Handler.Abstract {
    private static final Logger LOGGER = LoggerFactory.getLogger(CallHandler.class);
    private static final byte[] NOTHING = {};
    private static final String ACTION = "action=";
    private static final int UNAUTHENTICATED = 401;

    /** A longer body needs one of the few places in memory; a user has one at once. */
    private static final int SHORT_BODY_BYTES = 64 << 10;

    private static final int MAX_LONG_BODIES = 4;

    /** When a wrong log-in is answered, after its call has come. */
    static final Duration WRONG_LOGIN_ANSWER = Duration.ofMillis(500);

    private final Supplier<RouteTable> routes;
    private final DavCalls davCalls;
    private final Identity identity;
    private final Networks proxies;
    private final Connections connections;
    private final PageWriter page;
    private final Turns longBodies = new Turns(MAX_LONG_BODIES);

    CallHandler(
            Supplier<RouteTable> routes,
            DavCalls davCalls,
            Identity identity,
            Networks proxies,
            Connections connections,
            PageWriter page) {
        this.routes = routes;
        this.davCalls = davCalls;
        this.identity = identity;
        this.proxies = proxies;
        this.connections = connections;
        this.page = page;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        connections.begun(request.getConnectionMetaData().getConnection().getEndPoint());
        Request.addCompletionListener(
                request,
                failure -> connections.ended(
                        request.getConnectionMetaData().getConnection().getEndPoint()));
        Exchange exchange = new Exchange(request, response, callback);
        exchange.orRefusal(() -> begin(exchange));
        return true;
    }

    private void begin(Exchange exchange) {
        Request request = exchange.request();
        Client client = Client.of(request, proxies);
        if (davCalls.begin(exchange, client, identity)
                || page.write(request, exchange.response(), exchange.callback())) {
            return;
        }
        RouteTable.Match match = match(request);
        Route route = match.route();
        String session = Identity.isBasic(request) ? "" : Identity.session(request, client);
        if (route.isChange()) {
            CrossSite.refuse(request.getHeaders(), client.isSecure(), !session.isEmpty());
        }
        Principal principal = route.caller() == Caller.ANYBODY
                ? null
                : identity.principal(request, client, session).orElseThrow(CallHandler::wrongLogin);
        match.requireAction();
        List<String> ifMatch = request.getHeaders().getCSV("If-Match", true);
        if (route.isChange() && !route.isVersioned() && !ifMatch.isEmpty()) {
            throw RefusedCallException.badRequest("If-Match is not supported by this call");
        }
        QueryParameters query = QueryParameters.parse(request.getHttpURI().getQuery(), route.knownQuery());
        Visit visit = new Visit(
                client.network(),
                client.isSecure(),
                session,
                CrossSite.isFromOwnPage(request.getHeaders(), client.isSecure()));
        route.check().of(new MembersCall(principal, visit, match.segments(), query, ifMatch, NOTHING));
        withBody(
                exchange,
                route,
                principal,
                body -> exchange.answer(route.handling()
                        .answer(new MembersCall(principal, visit, match.segments(), query, ifMatch, body))));
    }

    static RefusedCallException wrongLogin() {
        return RefusedCallException.unauthenticated(
                "log in with the address and the password of a user of this server");
    }

    private RouteTable.Match match(Request request) {
        String path = request.getHttpURI().getPath();
        RouteTable table = routes.get();
        Optional<RouteTable.Match> match = table.find(
                request.getMethod(),
                path == null ? "" : path,
                action(request.getHttpURI().getQuery()));
        return match.orElseThrow(() -> {
            Set<String> methods = table.methods(path == null ? "" : path);
            return methods.isEmpty()
                    ? RefusedCallException.notFound("there is nothing at this path")
                    : RefusedCallException.methodNotAllowed("this path takes " + String.join(", ", methods));
        });
    }

    /** Returns the action of a query that has not been read yet, and that may be wrong; empty if there is none. */
    private static String action(String query) {
        return Stream.of(Strings.nullToEmpty(query).split("&"))
                .filter(pair -> pair.startsWith(ACTION))
                .map(pair -> pair.substring(ACTION.length()))
                .findFirst()
                .orElse("");
    }

    static boolean hasBody(Request request) {
        return request.getLength() > 0 || request.getHeaders().contains("Transfer-Encoding");
    }

    @FunctionalInterface
    private interface Work {
        void with(byte[] body);
    }

    private void withBody(Exchange exchange, Route route, Principal principal, Work work) {
        Request request = exchange.request();
        if (!hasBody(request)) {
            work.with(NOTHING);
            return;
        }
        Route.Body body = route.body()
                .orElseThrow(() -> new InvalidValueException("body", "this call takes none: send it without a body"));
        String type = request.getHeaders().get("Content-Type");
        if (!isOf(body.kind(), type)) {
            throw RefusedCallException.unsupportedType(type, body.kind().mediaType());
        }
        if (request.getLength() > body.maxBytes()) {
            throw RefusedCallException.tooLarge(body.maxBytes());
        }
        if (body.maxBytes() > SHORT_BODY_BYTES && (request.getLength() < 0 || request.getLength() > SHORT_BODY_BYTES)) {
            takePlace(request, principal.name());
        }
        new BodyReader(
                        request,
                        body.maxBytes(),
                        octets -> exchange.orRefusal(() -> work.with(MediaTypes.isForm(type) ? NOTHING : octets)),
                        () -> exchange.orRefusal(() -> {
                            throw RefusedCallException.tooLarge(body.maxBytes());
                        }),
                        exchange.callback()::failed)
                .run();
    }

    private static boolean isOf(Route.Body.Kind kind, String type) {
        return switch (kind) {
            case OBJECT, ARRAY -> MediaTypes.isJson(type);
            case OBJECT_OR_FORM -> MediaTypes.isJson(type) || MediaTypes.isForm(type);
            case CSV -> MediaTypes.isCsv(type);
        };
    }

    /** Lets a long body have its place in memory until the call has been answered. */
    private void takePlace(Request request, String user) {
        if (!longBodies.take(user, 1)) {
            throw RefusedCallException.busy("other long calls are being read; make this one again soon");
        }
        Request.addCompletionListener(request, failure -> longBodies.leave(user));
    }

    /** A request and its response. Each is answered once. */
    record Exchange(Request request, Response response, Callback callback) {
        /** Does a step that ends with the answer, or with the refusal that it throws. */
        void orRefusal(Runnable step) {
            try {
                step.run();
            } catch (MailGroupsException e) {
                ErrorTable.Status status = ErrorTable.statusOf(e);
                if (status.kind() == ErrorKind.SERVER_ERROR) {
                    LOGGER.error("A call of a member could not be answered", LogText.neutral(e));
                }
                refuse(status.code(), status.kind(), ErrorTable.messageOf(e));
            } catch (RefusedCallException e) {
                e.retryAfter()
                        .ifPresent(wait -> response.getHeaders().put("Retry-After", Long.toString(wait.toSeconds())));
                refuse(e.status(), e.kind(), e.getMessage());
            } catch (RuntimeException e) {
                // This is the edge: whatever it is, the caller gets an answer.
                LOGGER.error("{} of a member failed", LogText.neutral(request.getMethod()), LogText.neutral(e));
                refuse(500, ErrorKind.SERVER_ERROR, "the call failed; the server's log says why");
            }
        }

        void answer(Answer answer) {
            Writer.write(answer, request, response, callback);
        }

        private void refuse(int status, ErrorKind kind, String message) {
            if (!hasBody(request)) {
                answerRefusal(status, kind, message);
                return;
            }
            // If not all of it was read, the next call would begin in its middle: Jetty closes.
            response.getHeaders().put("Connection", "close");
            if (request.getHeaders().contains("Expect")) {
                // It has not been sent.
                answerRefusal(status, kind, message);
            } else {
                new Drain(request, () -> answerRefusal(status, kind, message)).run();
            }
        }

        private void answerRefusal(int status, ErrorKind kind, String message) {
            if (status == UNAUTHENTICATED && !Identity.isBasic(request) && !hasBody(request)) {
                // Nobody has tried a password: it stands in the header, or in the body of a form.
                refuseLogin(kind, message);
            } else if (status == UNAUTHENTICATED) {
                long passed = System.nanoTime() - request.getBeginNanoTime();
                request.getComponents()
                        .getScheduler()
                        .schedule(
                                () -> refuseLogin(kind, message),
                                Math.max(0, WRONG_LOGIN_ANSWER.toNanos() - passed),
                                TimeUnit.NANOSECONDS);
            } else {
                Writer.refuse(status, kind, message, response, callback);
            }
        }

        private void refuseLogin(ErrorKind kind, String message) {
            // A script of our page asks with its own form. The browser must not open one of its own. Thunderbird sends
            // the same header for address books, and no password before it is asked.
            String mode = request.getHeaders().get("Sec-Fetch-Mode");
            if (mode == null || mode.equals("navigate") || DavCalls.isOne(request)) {
                response.getHeaders().put("WWW-Authenticate", "Basic realm=\"James Mail Groups\", charset=\"UTF-8\"");
            }
            Writer.refuse(UNAUTHENTICATED, kind, message, response, callback);
        }
    }
}
