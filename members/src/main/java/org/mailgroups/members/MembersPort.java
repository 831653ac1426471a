// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members;

import com.github.benmanes.caffeine.cache.Ticker;
import com.google.common.base.Suppliers;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.mailgroups.distribution.Identities;
import org.mailgroups.members.api.Services;
import org.mailgroups.members.http.HttpDoor;
import org.mailgroups.members.http.PortSettings;
import org.mailgroups.members.ldap.LdapDirectory;
import org.mailgroups.members.ldap.LdapDoor;
import org.mailgroups.members.ldap.LdapSettings;
import org.mailgroups.members.login.Logins;
import org.mailgroups.members.login.Passwords;
import org.mailgroups.members.login.Sessions;
import org.mailgroups.members.login.Tokens;

/** The members' port, and that of LDAP if there is one, open from its making to {@link #close}. Thread-safe. */
public final class MembersPort implements AutoCloseable {
    private final HttpDoor door;
    private final Optional<LdapDoor> ldap;

    private MembersPort(HttpDoor door, Optional<LdapDoor> ldap) {
        this.door = door;
        this.ldap = ldap;
    }

    /**
     * What the doors ask the mail server for.
     *
     * @param tokens those of postmasters; null if none logs in here
     */
    public record Users(Passwords passwords, Passwords appPasswords, Tokens tokens, Identities identities) {}

    /**
     * Opens the ports.
     *
     * @param ldap how LDAP is opened; empty if it is off
     * @param services asked for when the first call comes: some of them are not there while the server starts
     * @param directory asked for with the first search
     * @throws IllegalArgumentException with a line for the postmaster, if a port or the key pair cannot be used
     */
    public static MembersPort open(
            PortSettings settings,
            Optional<LdapSettings> ldap,
            Users users,
            Supplier<Services> services,
            Supplier<LdapDirectory> directory) {
        Ticker ticker = Ticker.systemTicker();
        Logins logins =
                new Logins(users.passwords(), users.appPasswords(), Optional.ofNullable(users.tokens()), ticker);
        Sessions sessions = new Sessions(logins, settings.sessionIdle(), settings.sessionLife(), ticker);
        HttpDoor door = HttpDoor.open(
                settings,
                Suppliers.memoize(() -> services.get().routes(logins, sessions)),
                Suppliers.memoize(() -> services.get().addressBooks()),
                logins,
                sessions,
                users.identities()::of);
        try {
            return new MembersPort(
                    door,
                    ldap.map(wanted ->
                            LdapDoor.open(wanted, logins, users.identities()::of, Suppliers.memoize(directory::get))));
        } catch (IllegalArgumentException e) {
            door.close();
            throw e;
        }
    }

    public int port() {
        return door.port();
    }

    /** Returns the port of LDAP; empty if it is off. */
    public OptionalInt ldapPort() {
        return ldap.map(open -> OptionalInt.of(open.port())).orElse(OptionalInt.empty());
    }

    @Override
    public void close() {
        ldap.ifPresent(LdapDoor::close);
        door.close();
    }
}
