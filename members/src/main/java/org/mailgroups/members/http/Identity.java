// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.Request;
import org.mailgroups.members.login.Logins;
import org.mailgroups.members.login.Logins.Scope;
import org.mailgroups.members.login.SessionCookie;
import org.mailgroups.members.login.Sessions;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;

/** Finds out who makes a call: by HTTP Basic (RFC 7617), or by the cookie of a session. Thread-safe. */
final class Identity {
    private static final String BASIC = "basic ";
    private static final String AUTHORIZATION = "Authorization";
    private static final int MAX_LENGTH = 4000;

    private final Logins logins;
    private final Sessions sessions;
    private final Function<Address, Set<Address>> aliases;

    /** @param aliases returns all addresses of a user */
    Identity(Logins logins, Sessions sessions, Function<Address, Set<Address>> aliases) {
        this.logins = logins;
        this.sessions = sessions;
        this.aliases = aliases;
    }

    /** Returns whether the call names a user by itself; a cookie does not count then. */
    static boolean isBasic(Request request) {
        return request.getHeaders().contains(AUTHORIZATION);
    }

    /** Returns the user, or the postmaster; empty if there is no log-in, or a wrong one. */
    Optional<Principal> principal(Request request, Client client, String session) {
        return isBasic(request)
                ? principal(basic(request, client, Scope.EVERYTHING))
                : sessions.holder(session).map(this::withAliases);
    }

    private Principal withAliases(Principal holder) {
        return holder instanceof Principal.User user ? user(user.user()) : holder;
    }

    /** Returns the user whose program reads the address book; empty if there is no log-in, or a wrong one. */
    Optional<Principal> reader(Request request, Client client) {
        return principal(isBasic(request) ? basic(request, client, Scope.ADDRESS_BOOK) : Optional.empty());
    }

    private Optional<Principal> principal(Optional<Address> user) {
        return user.map(this::user);
    }

    private Principal user(Address address) {
        return new Principal.User(address, aliases.apply(address));
    }

    private Optional<Address> basic(Request request, Client client, Scope scope) {
        String header = request.getHeaders().get(AUTHORIZATION);
        if (header.length() > MAX_LENGTH || !header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        String pair = decoded(header.substring(BASIC.length()).strip());
        int colon = pair.indexOf(':');
        return colon < 0
                ? Optional.empty()
                : logins.user(pair.substring(0, colon), pair.substring(colon + 1), client.network(), scope);
    }

    private static String decoded(String text) {
        try {
            return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Returns the value of the session's cookie; empty if there is none. */
    static String session(Request request, Client client) {
        String name = SessionCookie.name(client.isSecure());
        return Request.getCookies(request).stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }
}
