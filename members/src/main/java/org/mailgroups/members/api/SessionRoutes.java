// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.mailgroups.call.Answer;
import org.mailgroups.call.RefusedCallException;
import org.mailgroups.members.login.Logins;
import org.mailgroups.members.login.SessionCookie;
import org.mailgroups.members.login.Sessions;
import org.mailgroups.members.route.Caller;
import org.mailgroups.members.route.MembersCall;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.Routes;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;

/** Log-in and log-out of browsers. */
final class SessionRoutes implements Routes {
    private static final String PATH = "/api/session";
    private static final int MAX_BYTES = 8 << 10;

    private final Logins logins;
    private final Sessions sessions;

    SessionRoutes(Logins logins, Sessions sessions) {
        this.logins = logins;
        this.sessions = sessions;
    }

    /** What a log-in form has. */
    record LoginBody(String user, String password) {}

    /** What the form of a postmaster has. */
    record TokenBody(String token) {}

    @Override
    public List<Route> routes() {
        List<Route> ofUsers = List.of(
                Route.post(PATH)
                        .does("log in: the answer sets the cookie of a session")
                        .by(Caller.ANYBODY)
                        .takes(LoginBody.class, MAX_BYTES)
                        .with(this::begin),
                Route.delete(PATH)
                        .does("log out: the session ends")
                        .by(Caller.ANYBODY)
                        .with(this::end));
        return logins.takesTokens()
                ? Stream.concat(ofUsers.stream(), Stream.of(ofPostmasters())).toList()
                : ofUsers;
    }

    private Route ofPostmasters() {
        return Route.post(PATH + "/postmaster")
                .does("log in as a postmaster, with a token of webadmin: the answer sets the cookie of a session")
                .by(Caller.ANYBODY)
                .takes(TokenBody.class, MAX_BYTES)
                .with(this::beginOfPostmaster);
    }

    private Answer begin(MembersCall call) {
        LoginBody login = call.body(LoginBody.class);
        Address user = logins.user(login.user(), login.password(), call.visit().network())
                .orElseThrow(() -> RefusedCallException.unauthenticated(
                        "log in with the address and the password of a user of this server"));
        return begun(call, () -> sessions.open(user, login.password()));
    }

    private Answer beginOfPostmaster(MembersCall call) {
        String token = call.body(TokenBody.class).token().strip();
        Principal.Postmaster postmaster = logins.postmaster(token, call.visit().network())
                .orElseThrow(() -> RefusedCallException.unauthenticated(
                        "log in with an administrator's token of webadmin that has not expired"));
        return begun(call, () -> sessions.open(postmaster, token));
    }

    /** Ends the session before, if there is one, and answers with the cookie of the new one. */
    private Answer begun(MembersCall call, Supplier<String> session) {
        sessions.close(call.visit().session());
        return Answer.noContent()
                .withHeader(
                        "Set-Cookie",
                        SessionCookie.begin(session.get(), call.visit().isSecure()));
    }

    private Answer end(MembersCall call) {
        sessions.close(call.visit().session());
        return Answer.noContent()
                .withHeader("Set-Cookie", SessionCookie.end(call.visit().isSecure()));
    }
}
