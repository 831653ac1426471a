// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members;

import com.github.benmanes.caffeine.cache.Ticker;
import com.google.common.base.Suppliers;
import java.util.function.Supplier;
import org.mailgroups.distribution.Identities;
import org.mailgroups.members.api.Services;
import org.mailgroups.members.http.HttpDoor;
import org.mailgroups.members.http.PortSettings;
import org.mailgroups.members.login.Logins;
import org.mailgroups.members.login.Passwords;
import org.mailgroups.members.login.Sessions;

/** The members' port, open from its making to {@link #close}. Thread-safe. */
public final class MembersPort implements AutoCloseable {
    private final HttpDoor door;

    private MembersPort(HttpDoor door) {
        this.door = door;
    }

    /**
     * Opens the port.
     *
     * @param services asked for when the first call comes: some of them are not there while the server starts
     * @throws IllegalArgumentException with a line for the postmaster, if the port or its key pair cannot be used
     */
    public static MembersPort open(
            PortSettings settings, Passwords passwords, Identities identities, Supplier<Services> services) {
        Ticker ticker = Ticker.systemTicker();
        Logins logins = new Logins(passwords, ticker);
        Sessions sessions = new Sessions(logins, settings.sessionIdle(), settings.sessionLife(), ticker);
        return new MembersPort(HttpDoor.open(
                settings,
                Suppliers.memoize(() -> services.get().routes(logins, sessions)),
                Suppliers.memoize(() -> services.get().addressBooks()),
                logins,
                sessions,
                identities::of));
    }

    public int port() {
        return door.port();
    }

    @Override
    public void close() {
        door.close();
    }
}
