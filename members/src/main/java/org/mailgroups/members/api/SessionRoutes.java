// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import java.util.List;
import org.mailgroups.call.Answer;
import org.mailgroups.call.RefusedCallException;
import org.mailgroups.members.login.Logins;
import org.mailgroups.members.login.SessionCookie;
import org.mailgroups.members.login.Sessions;
import org.mailgroups.members.route.Caller;
import org.mailgroups.members.route.MembersCall;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.Routes;
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

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post(PATH)
                        .does("log in: the answer sets the cookie of a session")
                        .by(Caller.ANYBODY)
                        .takes(LoginBody.class, MAX_BYTES)
                        .with(this::begin),
                Route.delete(PATH)
                        .does("log out: the session ends")
                        .by(Caller.ANYBODY)
                        .with(this::end));
    }

    private Answer begin(MembersCall call) {
        LoginBody login = call.body(LoginBody.class);
        Address user = logins.user(login.user(), login.password(), call.visit().network())
                .orElseThrow(() -> RefusedCallException.unauthenticated(
                        "log in with the address and the password of a user of this server"));
        sessions.close(call.visit().session());
        String value = sessions.open(user, login.password());
        return Answer.noContent()
                .withHeader(
                        "Set-Cookie", SessionCookie.begin(value, call.visit().isSecure()));
    }

    private Answer end(MembersCall call) {
        sessions.close(call.visit().session());
        return Answer.noContent()
                .withHeader("Set-Cookie", SessionCookie.end(call.visit().isSecure()));
    }
}
